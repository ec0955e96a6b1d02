export type Value = string | boolean | readonly Value[] | { readonly [key: string]: Value };

/** Returns numbers in [0, 1). */
export type Random = () => number;

/** A Park-Miller generator. The same seed produces the same strings, so that fast-check can repeat a case. */
export function randomFrom(seed: number): Random {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const hex = (character: string, digits: number): string => character.charCodeAt(0).toString(16).padStart(digits, "0");

function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}

/** JSON text that every JSON parser reads as the same document. */
export function respelledJson(value: Value, random: Random): string {
  const space = (): string => (random() < 0.2 ? pick(random, [" ", "\n", "\t", "\r\n  "]) : "");
  const text = (word: string): string => {
    const share = random() < 0.3 ? random() : 0;
    const characters = [...JSON.stringify(word).slice(1, -1)];
    const escaped = /^[\w:.*-]*$/.test(word)
      ? characters.map((letter) =>
          random() < share ? `\\u${pick(random, [hex(letter, 4), hex(letter, 4).toUpperCase()])}` : letter,
        )
      : characters;
    return `"${escaped.join("")}"`;
  };
  const written = (node: Value): string => {
    if (typeof node === "boolean") return String(node);
    if (typeof node === "string") return text(node);
    if (isList(node)) return `[${space()}${node.map(written).join(`${space()},${space()}`)}${space()}]`;
    const entries = Object.entries(node).map(([key, inner]) => `${text(key)}${space()}:${space()}${written(inner)}`);
    return `{${space()}${entries.join(`${space()},${space()}`)}${space()}}`;
  };
  return written(value);
}

function isList(node: Value): node is readonly Value[] {
  return Array.isArray(node);
}

/** Source that Terraform reads as the same. Quoted strings, including labels, may contain escapes. */
export function respelledHcl(source: string, random: Random): string {
  return source.replaceAll(/"([\w.:*-]+)"/g, (_, word: string) => {
    const share = random();
    const characters = [...word].map((letter) =>
      random() < share ? pick(random, [`\\u${hex(letter, 4)}`, `\\U${hex(letter, 8).toUpperCase()}`]) : letter,
    );
    return `"${characters.join("")}"`;
  });
}

/** YAML text that every YAML parser reads as the same document. */
export function respelledYaml(value: Value, random: Random): string {
  return new YamlWriter(random).block(value, 0).replace(/^\n/, "");
}

const PLAIN = /^[A-Za-z][A-Za-z0-9/-]*(?:::?[A-Za-z0-9/-]+)*$/;
const WORDS = new Set(["true", "false", "null", "yes", "no", "on", "off", "y", "n"]);

class YamlWriter {
  private readonly anchors = new Map<string, string>();
  private count = 0;

  constructor(private readonly random: Random) {}

  /** The text after `key:` or `-`, including the space or line end before it. */
  block(node: Value, depth: number): string {
    if (typeof node === "boolean") return ` ${node}`;
    if (typeof node === "string") return ` ${this.text(node, depth, "block")}`;
    if (this.random() < 0.2 || Object.keys(node).length === 0) return ` ${this.flow(node, depth)}`;
    const margin = "  ".repeat(depth);
    if (isList(node)) return node.map((item) => `\n${margin}-${this.block(item, depth + 1)}`).join("");
    const entries = Object.entries(node).map(([key, inner]) => {
      const rest = this.block(inner, depth + 1);
      if (this.random() < 0.1) return `\n${margin}? ${this.text(key, depth + 1, "flow")}\n${margin}:${rest}`;
      return `\n${margin}${this.key(key)}:${rest}`;
    });
    const comment = this.random() < 0.1 ? ` # ${this.random()}` : "";
    return comment + entries.join("");
  }

  private flow(node: Value, depth: number): string {
    if (typeof node === "boolean") return String(node);
    if (typeof node === "string") return this.text(node, depth + 1, "flow");
    if (isList(node)) return `[${node.map((item) => this.flow(item, depth)).join(", ")}]`;
    return `{${Object.entries(node)
      .map(([key, inner]) => `${this.key(key)}: ${this.flow(inner, depth)}`)
      .join(", ")}}`;
  }

  /** An alias used as a key needs a space before its colon. */
  private key(key: string): string {
    const written = this.text(key, 0, "key");
    return written.startsWith("*") ? `${written} ` : written;
  }

  private text(text: string, depth: number, where: "block" | "flow" | "key"): string {
    const known = this.anchors.get(text);
    if (known !== undefined && this.random() < 0.3) return `*${known}`;
    const tag = this.random() < 0.1 ? pick(this.random, ["!!str ", "! "]) : "";
    if (this.random() < 0.15) {
      this.count += 1;
      const name = `a${this.count}`;
      const written = `&${name} ${tag}${this.scalar(text, depth, where)}`;
      this.anchors.set(text, name);
      return written;
    }
    return tag + this.scalar(text, depth, where);
  }

  private scalar(text: string, depth: number, where: "block" | "flow" | "key"): string {
    const style = this.random();
    if (style < 0.3 && PLAIN.test(text) && !WORDS.has(text.toLowerCase())) return text;
    if (style < 0.45 && where === "block" && /^\S+$/.test(text)) {
      return `${pick(this.random, [">-", "|-"])}\n${"  ".repeat(depth + 1)}${text}`;
    }
    if (style < 0.65) return `'${text.replaceAll("'", "''")}'`;
    const share = this.random() < 0.5 ? this.random() : 0;
    const joint = where === "key" ? "" : `\\\n${"  ".repeat(depth + 1)}`;
    const characters = [...text].map((letter) => {
      const before = this.random() < share / 4 ? joint : "";
      return before + (this.random() < share ? this.escape(letter) : letter.replace(/["\\]/, "\\$&"));
    });
    return `"${characters.join("")}"`;
  }

  private escape(letter: string): string {
    return pick(this.random, [`\\x${hex(letter, 2)}`, `\\u${hex(letter, 4)}`, `\\U${hex(letter, 8).toUpperCase()}`]);
  }
}

/** Encodes UTF-32 by hand, because Node has no encoder for it. */
function utf32(text: string, littleEndian: boolean): Buffer {
  const bytes = Buffer.alloc(text.length * 4);
  [...text].forEach((character, at) => {
    const point = character.codePointAt(0) ?? 0;
    if (littleEndian) bytes.writeUInt32LE(point, at * 4);
    else bytes.writeUInt32BE(point, at * 4);
  });
  return bytes;
}

export const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  "UTF-8": (text) => Buffer.from(text),
  "UTF-8 with a byte order mark": (text) => Buffer.from(`\ufeff${text}`),
  "UTF-16LE": (text) => Buffer.from(text, "utf16le"),
  "UTF-16LE with a byte order mark": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "UTF-16BE": (text) => Buffer.from(text, "utf16le").swap16(),
  "UTF-16BE with a byte order mark": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  "UTF-32LE": (text) => utf32(text, true),
  "UTF-32LE with a byte order mark": (text) => utf32(`\ufeff${text}`, true),
  "UTF-32BE": (text) => utf32(text, false),
  "UTF-32BE with a byte order mark": (text) => utf32(`\ufeff${text}`, false),
};
