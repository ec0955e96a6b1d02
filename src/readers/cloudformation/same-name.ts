import { showText, type Text } from "../../source/node.js";

/** Whether two names may be equal. Returns `no` if their known parts differ. */
export function sameName(one: Text, other: Text): "yes" | "no" | "perhaps" {
  if (showText(one) === showText(other)) return "yes";
  if (typeof one === "string" && typeof other === "string") return "no";
  const [[start, end], [otherStart, otherEnd]] = [edges(one), edges(other)];
  const starts = start.startsWith(otherStart) || otherStart.startsWith(start);
  const ends = end.endsWith(otherEnd) || otherEnd.endsWith(end);
  return starts && ends ? "perhaps" : "no";
}

function edges(text: Text): readonly [string, string] {
  if (typeof text === "string") return [text, text];
  const parts = text.kind === "partial" ? text.parts : [];
  const [first, last] = [parts[0], parts.at(-1)];
  return [typeof first === "string" ? first : "", typeof last === "string" ? last : ""];
}
