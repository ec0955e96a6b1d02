import { type Choices, NO_CHOICES } from "../core/choices.js";

/** The data in a link. It is in the fragment, which browsers never send to a server. */
export interface Linked {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly choices: Choices;
}

const MARK = "#1.";

/** Longer links don't survive mail and chat. */
export const MAX_LINK_LENGTH = 100_000;

/** Limits what a link can unpack to, because a short one could contain gigabytes. */
const MAX_UNPACKED = 4 * 1024 * 1024;

export async function fragmentOf(linked: Linked): Promise<string> {
  const packed = await through(new TextEncoder().encode(JSON.stringify(linked)), new CompressionStream("deflate-raw"));
  let letters = "";
  for (const byte of packed) letters += String.fromCharCode(byte);
  return MARK + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Returns null if the fragment isn't ours or is broken. */
export async function readFragment(fragment: string): Promise<Linked | null> {
  if (!fragment.startsWith(MARK)) return null;
  try {
    const letters = atob(fragment.slice(MARK.length).replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const bytes = await through(packed, new DecompressionStream("deflate-raw"), MAX_UNPACKED);
    return linkedOf(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  // The reader reports invalid bytes, so the writer's errors are ignored.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.readable.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > most) throw new Error("the link holds too much");
    chunks.push(next.value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function linkedOf(value: unknown): Linked | null {
  if (!isRecord(value) || !Array.isArray(value.files)) return null;
  const files = value.files.flatMap((file: unknown) => {
    if (!isRecord(file)) return [];
    const { path, text } = file;
    return typeof path === "string" && typeof text === "string" ? [{ path, text }] : [];
  });
  return { files, choices: choicesOf(value.choices) };
}

function choicesOf(value: unknown): Choices {
  if (!isRecord(value)) return NO_CHOICES;
  const { version, kinds, appliance, root } = value;
  return {
    version: typeof version === "string" ? version : "",
    kinds: Array.isArray(kinds) ? kinds.filter((kind) => typeof kind === "string") : [],
    appliance: typeof appliance === "string" ? appliance : "",
    root: typeof root === "string" ? root : "",
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
