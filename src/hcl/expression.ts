import type { TextRange } from "../source/place.js";

/** An expression in HCL's native syntax, with its range in the text. */
export type HclExpression = TextRange &
  /** `digits` is a number as written. */
  (
    | { readonly kind: "literal"; readonly value: string | number | boolean | null; readonly digits?: string }
    /** A quoted string or a heredoc that contains `${...}` or `%{...}`. */
    | { readonly kind: "template"; readonly parts: readonly TemplatePart[] }
    | { readonly kind: "list"; readonly items: readonly HclExpression[] }
    | { readonly kind: "object"; readonly entries: readonly ObjectEntry[] }
    /** The first name of `aws_sqs_queue.q.arn`. */
    | { readonly kind: "name"; readonly name: string }
    /** `target.key` or `target[key]`. */
    | { readonly kind: "access"; readonly target: HclExpression; readonly key: HclExpression }
    /** `target[*]` and the keys after it, which apply to each element. */
    | ({ readonly kind: "splat"; readonly target: HclExpression } & SplatTail)
    | {
        readonly kind: "call";
        readonly name: string;
        readonly args: readonly HclExpression[];
        /** Whether the last argument is expanded into several: `concat(lists...)`. */
        readonly spreads: boolean;
      }
    | { readonly kind: "unary"; readonly operator: string; readonly operand: HclExpression }
    | {
        readonly kind: "binary";
        readonly operator: string;
        readonly left: HclExpression;
        readonly right: HclExpression;
      }
    | {
        readonly kind: "choice";
        readonly condition: HclExpression;
        readonly whenTrue: HclExpression;
        readonly whenFalse: HclExpression;
      }
    | ForExpression
  );

/** The keys that a splat takes from each element, and the splat that follows them, if any. */
export interface SplatTail {
  readonly keys: readonly HclExpression[];
  readonly inner: SplatTail | null;
}

/** The names that a loop gives its elements. */
export interface LoopNames {
  /** The name of the key or index. Null if only the value has a name. */
  readonly keyName: string | null;
  readonly valueName: string;
}

export interface ForExpression extends LoopNames {
  readonly kind: "for";
  readonly over: HclExpression;
  /** Null if the result is a list. */
  readonly key: HclExpression | null;
  readonly value: HclExpression;
  readonly condition: HclExpression | null;
  /** Whether values with the same key are grouped into a list (`...`). */
  readonly groups: boolean;
}

export interface ObjectEntry {
  /** Set if the key is `a.b` without parentheses, which Terraform accepts only in `providers`. */
  readonly isDotted?: true;
  readonly key: HclExpression;
  readonly value: HclExpression;
}

export type TemplatePart = TemplateText | TemplateChoice | TemplateLoop | HclExpression;

/** `%{ if CONDITION }...%{ else }...%{ endif }` */
export interface TemplateChoice {
  readonly kind: "directive if";
  readonly condition: HclExpression;
  readonly whenTrue: readonly TemplatePart[];
  readonly whenFalse: readonly TemplatePart[];
}

/** `%{ for v in OVER }...%{ endfor }` */
export interface TemplateLoop extends LoopNames {
  readonly kind: "directive for";
  readonly over: HclExpression;
  readonly body: readonly TemplatePart[];
}

/** A template's literal text, with escapes resolved. */
export interface TemplateText extends TextRange {
  readonly kind: "text";
  readonly value: string;
}
