import en from '../../texts/locales/en.json';
import fr from '../../texts/locales/fr.json';
import ru from '../../texts/locales/ru.json';

export type Language = 'en' | 'ru' | 'fr';
export type Texts = typeof en;

/** What Stepwise says. The tests read the files that the pages are made of: a better wording breaks none. */
export const TEXTS = { en, ru, fr } as unknown as Record<Language, Texts>;

/** A text with its places filled in; whatever is not given may be anything. */
export function said(text: string, values: Record<string, string | RegExp> = {}): RegExp {
  const pattern = text
    .split(/(\{\w+\})/)
    .map((part) => {
      if (!/^\{\w+\}$/.test(part)) return escaped(part);
      const value = values[part.slice(1, -1)];
      if (value === undefined) return '.+';
      return typeof value === 'string' ? escaped(value) : value.source;
    })
    .join('');
  return new RegExp(`^\\s*${pattern}\\s*$`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
}

/** Every English text of more than one word or so, to find it where another language was asked for. */
export function englishOnly(texts: Texts): string[] {
  const foreign = new Set(all(texts));
  return all(en).filter((text) => text.length > 3 && !text.includes('{') && !foreign.has(text));
}

function all(node: unknown): string[] {
  return typeof node === 'string' ? [node] : Object.values(node as object).flatMap(all);
}
