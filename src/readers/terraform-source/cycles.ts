import type { Place } from "../../source/place.js";
import type { SourceAttribute, SourceBlock } from "../terraform/source/source-block.js";
import type { Refused } from "./refused-blocks.js";
import { subjectsWritten } from "./subjects-written.js";

/** Locals, resources, and data sources that refer to themselves, so that Terraform can't order them. */
export function* cycles(blocks: ReadonlyMap<string, SourceBlock>): Generator<Refused, void> {
  const all = new Map([...blocks].flatMap(([key, block]) => madeBy(key.split(" "), block)));
  for (const made of all.values()) {
    for (const used of made.uses.flatMap((name) => all.get(name) ?? [])) {
      used.users.push(made);
      made.waits += 1;
    }
  }
  const free = [...all.values()].filter(({ waits }) => waits === 0);
  for (const made of free) {
    for (const user of made.users) {
      user.waits -= 1;
      if (user.waits === 0) free.push(user);
    }
  }
  // Everything that is left uses something else that is left.
  const isLeft = (name: string): boolean => (all.get(name)?.waits ?? 0) > 0;
  const seen = new Set<string>();
  let name = [...all.keys()].find(isLeft);
  for (; name !== undefined && !seen.has(name); name = all.get(name)?.uses.find(isLeft)) seen.add(name);
  const place = name === undefined ? undefined : all.get(name)?.place;
  if (place !== undefined) yield { message: `${name} refers to itself`, place };
}

interface Made {
  readonly place: Place;
  readonly uses: readonly string[];
  readonly users: Made[];
  waits: number;
}

function madeBy([type, ...names]: readonly string[], block: SourceBlock): (readonly [string, Made])[] {
  const made = (place: Place, uses: readonly string[]): Made => ({ place, uses, users: [], waits: 0 });
  if (type === "locals") {
    const attributes = block.names().map((name) => [name, block.attribute(name)] as const);
    return attributes.map(([name, one]) => [`local.${name}`, made(one?.place ?? block.place, namesIn(one))]);
  }
  const name = `${type === "data" ? "data." : ""}${names.join(".")}`;
  // A block may list itself in `depends_on`.
  const after = namesIn(block.attribute("depends_on")).filter((one) => one !== name);
  return type === "data" || type === "resource" ? [[name, made(block.place, [...namesWithin(block), ...after])]] : [];
}

function namesWithin(block: SourceBlock): readonly string[] {
  // Provisioners run after the resource is created. Arguments like `ignore_changes` only name attributes.
  const names = block
    .names()
    .filter((name) => !/^(?:provisioner|connection|.*_(?:changes|by|on)|postcondition)$/.test(name));
  return names.flatMap((name) => [
    ...namesIn(block.attribute(name)),
    ...block.nested(name).flatMap((one) => [...namesIn(one.dynamic?.forEach ?? null), ...namesWithin(one.block)]),
  ]);
}

function namesIn(attribute: SourceAttribute | null): readonly string[] {
  return attribute === null ? [] : subjectsWritten(attribute);
}
