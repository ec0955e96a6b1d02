/** The number of terminal cells for a character: two for East Asian wide characters and emoji, none for combining marks. */
function cellsOf(character: string): number {
  if (WIDE.test(character)) return 2;
  return MARK.test(character) ? 0 : 1;
}

/** Matches the wide characters of https://www.unicode.org/reports/tr11/, except those of rare scripts. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
const MARK = /[\p{Mn}\p{Me}\u200b-\u200d]/u;

/** The width of a string on a terminal, in cells. */
export function cells(text: string): number {
  let width = 0;
  for (const character of text) width += cellsOf(character);
  return width;
}

/** The longest prefix of a string that fits into `width` cells. */
export function cutToCells(text: string, width: number): string {
  let [left, end] = [width, 0];
  for (const character of text) {
    left -= cellsOf(character);
    if (left < 0) break;
    end += character.length;
  }
  return text.slice(0, end);
}
