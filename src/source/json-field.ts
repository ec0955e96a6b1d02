/** Thrown if external JSON doesn't have the expected shape. The message gives the value's path and the expected type. */
export class JsonShapeError extends Error {
  constructor(path: string, expected: string) {
    super(`${path === "" ? "the document" : path} is not ${expected}`);
  }
}

/**
 * A value in external JSON, with its path: `findings[3].severity`. Its methods return the value as the requested type,
 * and throw `JsonShapeError` if it doesn't fit. They see only own properties, so no key reaches a prototype.
 */
export class JsonField {
  constructor(
    private readonly value: unknown,
    private readonly path = "",
  ) {}

  /** A string of at most `longest` UTF-16 units. Lone surrogates are replaced, because no encoder accepts them. */
  text(longest: number): string {
    if (typeof this.value !== "string") throw this.unlike("a string");
    if (this.value.length > longest) throw this.unlike(`a string of at most ${longest} characters`);
    return Buffer.from(this.value).toString();
  }

  count(least = 0): number {
    if (typeof this.value === "number" && Number.isSafeInteger(this.value) && this.value >= least) return this.value;
    throw this.unlike(least === 0 ? "a non-negative integer" : `an integer of at least ${least}`);
  }

  flag(): boolean {
    if (typeof this.value === "boolean") return this.value;
    throw this.unlike("true or false");
  }

  oneOf<Word extends string>(words: readonly Word[]): Word {
    const word = words.find((candidate) => candidate === this.value);
    if (word === undefined) throw this.unlike(`one of ${words.join(", ")}`);
    return word;
  }

  list(most: number): readonly JsonField[] {
    if (!Array.isArray(this.value)) throw this.unlike("a list");
    if (this.value.length > most) throw this.unlike(`a list of at most ${most}`);
    return this.value.map((item, at) => new JsonField(item, `${this.path}[${at}]`));
  }

  field(name: string): JsonField {
    const object = this.object();
    return new JsonField(Object.hasOwn(object, name) ? object[name] : undefined, this.pathTo(name));
  }

  entries(most: number): readonly (readonly [string, JsonField])[] {
    const entries = Object.entries(this.object());
    if (entries.length > most) throw this.unlike(`an object of at most ${most} keys`);
    return entries.map(([name, value]) => [name, new JsonField(value, this.pathTo(name))]);
  }

  /** Returns `null` if the value is missing or null. */
  optional<T>(read: (field: JsonField) => T): T | null {
    return this.value === undefined || this.value === null ? null : read(this);
  }

  unlike(expected: string): JsonShapeError {
    return new JsonShapeError(this.path, expected);
  }

  private object(): Readonly<Record<string, unknown>> {
    if (typeof this.value !== "object" || this.value === null || Array.isArray(this.value))
      throw this.unlike("an object");
    return this.value as Readonly<Record<string, unknown>>;
  }

  /** Keys are external text too, so a path shows only the first part of a long key. */
  private pathTo(name: string): string {
    const shown = JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}...` : name).slice(1, -1);
    return this.path === "" ? shown : `${this.path}.${shown}`;
  }
}
