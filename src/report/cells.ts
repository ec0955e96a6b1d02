/** How wide a terminal draws a character: two cells for East Asian wide ones and emoji, none for marks on the one before. */
function cellsOf(character: string): number {
  if (WIDE.test(character)) return 2;
  return MARK.test(character) ? 0 : 1;
}

/** What is wide of https://www.unicode.org/reports/tr11/, but for rare scripts. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
const MARK = /[\p{Mn}\p{Me}\u200b-\u200d]/u;

/** The width of a text on a terminal. */
export function cells(text: string): number {
  let width = 0;
  for (const character of text) width += cellsOf(character);
  return width;
}

/** The start of a text that is at most so many cells wide. */
export function cutToCells(text: string, width: number): string {
  let [left, end] = [width, 0];
  for (const character of text) {
    left -= cellsOf(character);
    if (left < 0) break;
    end += character.length;
  }
  return text.slice(0, end);
}
