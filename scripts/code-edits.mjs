/** Replaces the code between each edit's offsets with its text. Edits must not overlap. */
export function edited(code, edits) {
  let [out, at] = ["", 0];
  for (const { start, end, text } of [...edits].sort((first, second) => first.start - second.start)) {
    out += code.slice(at, start) + text;
    at = end;
  }
  return out + code.slice(at);
}
