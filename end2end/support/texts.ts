// The texts of the program, which tests look for on pages.
import en from '../../texts/locales/en.json';
import fr from '../../texts/locales/fr.json';
import ru from '../../texts/locales/ru.json';

export type Language = 'en' | 'ru' | 'fr';
export type Texts = typeof en;

/** The locale files of the program, so that a changed text does not break a test. */
export const TEXTS = { en, ru, fr } as unknown as Record<Language, Texts>;

/** A pattern for a text with its placeholders replaced by `values`. Placeholders without a value match any text. */
export function textPattern(text: string, values: Record<string, string | RegExp> = {}): RegExp {
  const pattern = text
    .split(/(\{\w+\})/)
    .map((part) => {
      if (!/^\{\w+\}$/.test(part)) return escapeForRegExp(part);
      const value = values[part.slice(1, -1)];
      if (value === undefined) return '.+';
      return typeof value === 'string' ? escapeForRegExp(value) : value.source;
    })
    .join('');
  return new RegExp(`^\\s*${pattern}\\s*$`);
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
}

/** English texts that do not occur in the other language, to find untranslated texts on its pages. Very short texts and
 * texts with placeholders are left out. */
export function englishOnly(texts: Texts): string[] {
  const foreign = new Set(allTexts(texts));
  return allTexts(en).filter((text) => text.length > 3 && !text.includes('{') && !foreign.has(text));
}

function allTexts(node: unknown): string[] {
  return typeof node === 'string' ? [node] : Object.values(node as object).flatMap(allTexts);
}
