// Damage to files as bytes, regardless of their meaning.

const ENCODINGS = {
  "utf-8 with a mark": (text) => Buffer.from(`\ufeff${text}`),
  "utf-16 with a mark": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "utf-16 without one": (text) => Buffer.from(text, "utf16le"),
  "utf-16, big end first": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  "latin 1": (text) => Buffer.from(text.replace("2012-10-17", "2012-10-17\u00e9"), "latin1"),
};

export const encodings = Object.keys(ENCODINGS);

export function damaged(files, damage) {
  for (const { kind, path, ...how } of damage) {
    const content = files.get(path);
    if (content === undefined) continue;
    files.delete(path);
    switch (kind) {
      case "delete":
        break;
      case "rename":
        files.set(how.to, content);
        break;
      case "copy":
        files.set(path, content);
        files.set(how.to, content);
        break;
      case "truncate":
        files.set(path, content.subarray(0, how.at));
        break;
      case "encode":
        files.set(path, ENCODINGS[how.encoding](content.toString()));
        break;
      default:
        throw new Error(`unknown damage ${kind}`);
    }
  }
  return files;
}
