import { letterRanges } from "./letter-ranges.js";
import { type Place, type RangePlace, rangeOf, rangePlace, type TextRange } from "./place.js";
import type { TextFile } from "./text-file.js";
import type { TextPiece } from "./text-piece.js";

export interface PlacedPiece extends TextPiece {
  /** Offsets into the joined text. */
  readonly start: number;
  readonly end: number;
}

/** A string that was joined from pieces. Maps each character back to its place in the file. */
export class PlacedText {
  private readonly written = new Map<Place, readonly TextRange[] | null>();

  constructor(private readonly pieces: readonly PlacedPiece[]) {}

  /** The range in the file that corresponds to a range of the text. Returns null if it is unknown. */
  range({ start, end }: TextRange): RangePlace | null {
    const first = this.letter(start);
    const last = end > start ? this.letter(end - 1) : first;
    if (first === null || last === null) return null;
    const isInOrder = first.file === last.file && first.start <= last.end;
    return rangePlace(first.file, first.start, isInOrder ? last.end : first.end);
  }

  private letter(offset: number): (TextRange & { readonly file: TextFile }) | null {
    const piece = this.pieceAt(offset);
    const whole = piece === undefined ? null : rangeOf(piece.place);
    if (piece === undefined || whole === null) return null;
    const letters = this.lettersOf(piece, whole.file.text.slice(whole.start, whole.end));
    const { part, value, from, to } = piece;
    const isWritten = part === value.slice(from, to);
    const first = letters?.[isWritten ? from + offset - piece.start : from];
    const last = isWritten ? first : letters?.[to - 1];
    if (first === undefined || last === undefined) return whole;
    return { file: whole.file, start: whole.start + first.start, end: whole.start + last.end };
  }

  private pieceAt(offset: number): PlacedPiece | undefined {
    let [low, high] = [0, this.pieces.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (offset < (this.pieces[middle]?.end ?? 0)) high = middle;
      else low = middle + 1;
    }
    return this.pieces[low];
  }

  private lettersOf({ place, value }: TextPiece, raw: string): readonly TextRange[] | null {
    const known = this.written.get(place);
    if (known !== undefined) return known;
    const ranges = letterRanges(raw, value);
    this.written.set(place, ranges);
    return ranges;
  }
}
