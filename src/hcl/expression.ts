import type { TextRange } from "../source/place.js";

/** An expression of HCL's native syntax, with where it stands in its text. */
export type HclExpression = TextRange &
  /** `digits`: of a number, as it is written. */
  (
    | { readonly kind: "literal"; readonly value: string | number | boolean | null; readonly digits?: string }
    /** A text in quotes, or a heredoc, with `${...}` or `%{...}` in it. */
    | { readonly kind: "template"; readonly parts: readonly TemplatePart[] }
    | { readonly kind: "list"; readonly items: readonly HclExpression[] }
    | { readonly kind: "object"; readonly entries: readonly ObjectEntry[] }
    /** The first name of `aws_sqs_queue.q.arn`. */
    | { readonly kind: "name"; readonly name: string }
    /** `target.key` or `target[key]`. */
    | { readonly kind: "access"; readonly target: HclExpression; readonly key: HclExpression }
    /** `target[*]`, and what is taken of each of its elements: the keys behind it. */
    | ({ readonly kind: "splat"; readonly target: HclExpression } & SplatTail)
    | {
        readonly kind: "call";
        readonly name: string;
        readonly args: readonly HclExpression[];
        /** Whether the last argument is a list of arguments: `concat(lists...)`. */
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

/** What a splat takes of each element: the keys, and of what they lead to another splat. */
export interface SplatTail {
  readonly keys: readonly HclExpression[];
  readonly inner: SplatTail | null;
}

/** What a loop calls what it goes over. */
export interface LoopNames {
  /** Of the key or index; null where only the value has a name. */
  readonly keyName: string | null;
  readonly valueName: string;
}

export interface ForExpression extends LoopNames {
  readonly kind: "for";
  readonly over: HclExpression;
  /** Null for a list. */
  readonly key: HclExpression | null;
  readonly value: HclExpression;
  readonly condition: HclExpression | null;
  /** Whether values of one key are gathered in a list (`...`). */
  readonly groups: boolean;
}

export interface ObjectEntry {
  /** The key is `a.b` without parentheses, which Terraform takes for `providers` alone. */
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

/** What stands between the braces, as it is meant: without escapes. */
export interface TemplateText extends TextRange {
  readonly kind: "text";
  readonly value: string;
}
