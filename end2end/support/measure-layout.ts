// Measures pages: overflow with longer texts, size of touch targets, accessibility.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The rules of axe for WCAG 2.2, levels A and AA. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Waits until all islands of the page are alive, for measurements of the page as it stays. Other tests do not wait: they
 * use a page as soon as it is there, as people do.
 */
export async function waitForIslands(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('html:not([data-hydrated]) leptos-island'));
}

/**
 * Finds violations of the accessibility rules. `select` chooses other rules than those of WCAG. Only for pages with
 * scripts: axe itself is a script.
 */
export async function accessibilityFaults(page: Page, select = (axe: AxeBuilder) => axe.withTags(WCAG)): Promise<string[]> {
  await waitForIslands(page);
  await waitForTransitions(page);
  // Axe does not describe the elements without faults, which takes longer than finding the faults. Legacy mode analyses
  // without opening a second page, which axe needs only for pages with frames.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);
  const { violations } = await select(axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** Waits for the end of transitions, during which axe would measure intermediate colours. */
async function waitForTransitions(page: Page): Promise<void> {
  await waitForTwoFrames(page);
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(transitions.map((transition) => transition.finished));
  });
}

/**
 * Finds elements that overflow if every word is a third longer, as translations often are. The function lengthens the
 * words, measures, and restores them before the browser paints. Names, numbers and codes stay as they are.
 */
export async function overflowsWithLongerWords(page: Page): Promise<string[]> {
  await waitForTwoFrames(page);
  return page.evaluate(() => {
    const longer = (word: string) => (/^\p{L}{2,}[.,:;!?…»”]?$/u.test(word) ? word.replace(/\p{L}+/u, (letters) => letters + letters.slice(-Math.ceil(letters.length * 0.3))) : word);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const own = new Map<Text, string>();
    while (texts.nextNode()) {
      const node = texts.currentNode as Text;
      if (node.parentElement?.closest('script, style, code, output, .brand, .join-code, th.login, [lang]:not(html)')) continue;
      own.set(node, node.data);
    }
    for (const [node, text] of own) node.data = text.split(/(\s+)/).map(longer).join('');
    const found: string[] = [];
    const needed = document.scrollingElement!.scrollWidth;
    if (needed > innerWidth) {
      const far = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1);
      const names = far.map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`);
      found.push(`the page is ${needed} px wide: ${names.slice(0, 8).join(' ')}`);
    }
    // Badges are left out: they cut off a long name, and show it in full when the pointer is over them.
    for (const box of document.body.querySelectorAll<HTMLElement>('button, .button, .card, .note, .dialog, label, h1, h2, h3, dt, dd, summary')) {
      if (box.closest('.visually-hidden, .badge, [hidden]') || box.clientWidth === 0) continue;
      const spilled = box.scrollWidth - box.clientWidth;
      if (spilled > 1) found.push(`${box.tagName.toLowerCase()}.${box.className} "${box.innerText.slice(0, 40)}" spills ${spilled} px`);
    }
    for (const [node, text] of own) node.data = text;
    return found;
  });
}

/** Gives the page another width, and waits until it is laid out. */
export async function resizeTo(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 740 });
  await page.waitForFunction((width) => innerWidth === width, width);
  await waitForTwoFrames(page);
}

function waitForTwoFrames(page: Page): Promise<void> {
  return page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));
}

/** Finds touch targets smaller than 44 px. Links inside a sentence are exempt. */
export function smallTouchTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const target of document.querySelectorAll<HTMLElement>('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
      const style = getComputedStyle(target);
      const within = target.closest('label') ?? target;
      const { width, height, right } = within.getBoundingClientRect();
      const hidden = !target.checkVisibility({ visibilityProperty: true }) || right <= 0 || target.closest('.visually-hidden, .skip');
      if (hidden || (target.matches('a') && style.display === 'inline')) continue;
      if (width >= 43.5 && height >= 43.5) continue;
      found.push(`${target.tagName.toLowerCase()}.${target.className} "${target.innerText.slice(0, 30)}" ${Math.round(width)} × ${Math.round(height)}`);
    }
    return found;
  });
}
