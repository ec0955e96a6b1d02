import { type HclAttribute, type HclBlock, type HclBody, readBody } from "../../../hcl/blocks.js";
import { type Place, type RangePlace, rangePlace } from "../../../source/place.js";
import type { TextFile } from "../../../source/text-file.js";

/** A configuration block as written, in either syntax, with the parts from override files merged in. */
export interface SourceBlock {
  /** The folder of the block's module. */
  readonly folder: string;
  readonly place: Place;
  /** The names of the attributes and blocks directly within the block, without repetitions. */
  names(): readonly string[];
  attribute(name: string): SourceAttribute | null;
  /**
   * The blocks of a type (with a label: `backend s3`) directly within the block, in order. A dynamic block appears as
   * its content, which may occur any number of times.
   */
  nested(type: string): readonly NestedBlock[];
}

export interface NestedBlock {
  readonly block: SourceBlock;
  /** The dynamic block that creates this block. Null for a block that occurs once. */
  readonly dynamic: DynamicBlock | null;
}

/** `dynamic "statement" { for_each = local.grants, content { ... } }` without its content. */
export interface DynamicBlock {
  readonly forEach: SourceAttribute | null;
  /** The element's name in the content: `iterator`, or the block's type by default. */
  readonly iterator: string;
}

/** Reads the body of a `dynamic` block that creates blocks of a type. */
export function dynamicBlock(block: SourceBlock, type: string): DynamicBlock {
  const iterator = block.attribute("iterator")?.expression.replaceAll('"', "") ?? type;
  return { forEach: block.attribute("for_each"), iterator };
}

/** The conditions of a block and of its `lifecycle`. */
export function conditionsIn(block: SourceBlock): readonly SourceAttribute[] {
  const holders = [block, ...block.nested("lifecycle").map((nested) => nested.block)];
  const rules = holders.flatMap((holder) => CONDITIONS.flatMap((type) => holder.nested(type)));
  return rules.flatMap((rule) => rule.block.attribute("condition") ?? []);
}

const CONDITIONS = ["validation", "precondition", "postcondition"];

export interface SourceAttribute {
  /** The range from the start of the name to the end of the value. */
  readonly place: Place;
  readonly value: Place;
  /** The value in HCL's native syntax. */
  readonly expression: string;
  /** The place of the expression. Null if the file isn't in native syntax. */
  readonly written: RangePlace | null;
}

/** The blocks in a native-syntax file, with their types and labels. */
export function hclBlocksOf(file: TextFile, folder: string): readonly (readonly [readonly string[], SourceBlock])[] {
  const { blocks } = readBody(file.text, { start: 0, end: file.text.length });
  return blocks.map((block) => [block.header, new HclSourceBlock(file, folder, block)]);
}

class HclSourceBlock implements SourceBlock {
  readonly place: Place;
  private known: HclBody | undefined;
  private named: ReadonlyMap<string, HclAttribute> | undefined;

  constructor(
    private readonly file: TextFile,
    readonly folder: string,
    private readonly block: HclBlock,
  ) {
    this.place = rangePlace(file, block.start, block.end);
  }

  private get body(): HclBody {
    this.known ??= readBody(this.file.text, this.block.body);
    return this.known;
  }

  /** The attributes, keyed by name. If a name is repeated, the first attribute counts. */
  private get byName(): ReadonlyMap<string, HclAttribute> {
    this.named ??= new Map(this.body.attributes.toReversed().map((one) => [one.name, one]));
    return this.named;
  }

  names(): readonly string[] {
    const { attributes, blocks } = this.body;
    const types = blocks.map(({ header: [type = "", label] }) => (type === "dynamic" ? (label ?? "") : type));
    return [...new Set([...attributes.map(({ name }) => name), ...types])];
  }

  attribute(name: string): SourceAttribute | null {
    const { file } = this;
    const found = this.byName.get(name);
    if (found === undefined) return null;
    const { start, end } = found.value;
    const place = rangePlace(file, found.start, found.end);
    const value = rangePlace(file, start, end);
    return { place, value, expression: file.text.slice(start, end), written: value };
  }

  nested(type: string): readonly NestedBlock[] {
    return this.body.blocks.flatMap((block): readonly NestedBlock[] => {
      const [kind, label, ...others] = block.header;
      if (block.header.join(" ") === type) return [{ block: this.within(block), dynamic: null }];
      if (kind !== "dynamic" || label !== type || others.length > 0) return [];
      const dynamic = this.within(block);
      return dynamic
        .nested("content")
        .map((content) => ({ block: content.block, dynamic: dynamicBlock(dynamic, type) }));
    });
  }

  private within(block: HclBlock): SourceBlock {
    return new HclSourceBlock(this.file, this.folder, block);
  }
}

/**
 * Merges a block with blocks from override files, last one first. Their attributes replace the block's attributes, and
 * their nested blocks replace all of the block's nested blocks of the same type (see "Override Files" in Terraform's
 * documentation).
 */
export function withOverrides(base: SourceBlock, overriding: readonly SourceBlock[]): SourceBlock {
  if (overriding.length === 0) return base;
  const all = [...overriding, base];
  return {
    folder: base.folder,
    place: base.place,
    names() {
      return [...new Set(all.flatMap((block) => block.names()))];
    },
    attribute(name) {
      return all.map((block) => block.attribute(name)).find((attribute) => attribute !== null) ?? null;
    },
    nested(type) {
      return all.map((block) => block.nested(type)).find((blocks) => blocks.length > 0) ?? [];
    },
  };
}
