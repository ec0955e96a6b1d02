import { type Node, partsOf, type Text, textOf } from "../source/node.js";
import { possibleTexts } from "../source/nodes-in.js";
import type { Policy } from "./model.js";

const UNKNOWN = String.raw`\$\{[\w ]*\}`;
const ARN = new RegExp(`^arn:(?:[\\w-]|${UNKNOWN})*:iam::((?:\\w|${UNKNOWN})*):policy/((?:[\\w+=,.@/-]|${UNKNOWN})+)`);

/**
 * The policies that an unknown expression may name: the ARNs in all strings that it contains, and the policies whose names those strings
 * may contain. The partition is `*`, and so is an unknown account. `marked` replaces the unknown parts of a name.
 */
export function arnsIn(values: readonly Node[]): readonly string[] {
  return [...new Set(possibleTexts(values).flatMap((one) => arnsInText(textOf(one) ?? "")))];
}

/**
 * The ARNs in a value that directly names policies. Strings inside policy documents don't count.
 * @param byName whether the value may also name policies without the rest of their ARNs
 */
export function namedArns(
  values: readonly Node[],
  isDocument: (node: Node) => boolean,
  byName: boolean,
): readonly string[] {
  const found = possibleTexts(values, isDocument).flatMap((node) => {
    const text = isDocument(node) ? "" : marked(textOf(node) ?? "");
    // A partly unknown document names policies only as resources.
    if (/^\s*[{[]/.test(text)) return [];
    if (text.includes(":policy/")) return arnsInText(text);
    return byName && /^[^\s"]{1,200}$/.test(text.replace(new RegExp(UNKNOWN, "g"), "")) && !/\barn:/.test(text)
      ? arnsInText(`arn:aws:iam::x:policy/${text}`)
      : [];
  });
  return [...new Set(found)];
}

/** The ARNs that a policy has or may have. */
export function arnsOf(policy: Policy): readonly string[] {
  const { arns = [] } = policy;
  if (policy.kind === "reference") return [...arnsInText(policy.arn), ...arns];
  return policy.kind === "unresolved" && policy.awsName !== undefined ? [arnOf("aws", policy.awsName), ...arns] : arns;
}

export function arnsInText(text: Text): readonly string[] {
  const parts = marked(text).split(/(?=\barn:)/);
  const found = parts.flatMap((part) => {
    const [arn = "", account = "", name = ""] = ARN.exec(part) ?? [];
    const of = account === "aws" || /^\d{12}$/.test(account) ? account : "*";
    // A function may cut the name off at a separator, or before an unknown part.
    const [start = ""] = name.split(/[,=@+]|\$\{/);
    const words =
      part
        .slice(arn.length)
        .replace(new RegExp(UNKNOWN, "g"), " ")
        .match(/[\w+=.@-]+/g) ?? [];
    return [arnOf(of, name), arnOf(of, start), ...words.map((word) => arnOf("*", word))];
  });
  return [...new Set(found)].filter((arn) => !arn.endsWith("/"));
}

function arnOf(account: string, name: string): string {
  return `arn:*:iam::${account}:policy/${name}`;
}

/** The account, and the path with the name, in a policy's ARN. */
export function accountAndName(arn: string): readonly [string, string] {
  const [account = "", ...name] = arn.slice(arn.indexOf("::") + 2).split(":policy/");
  return [account, name.join()];
}

/** A string with placeholders for its unknown parts. Identical parts get the same placeholder. */
export function marked(text: Text): string {
  return partsOf(text)
    .map((part) => (typeof part === "string" ? part : `\${${part.expression.replace(/\W+/g, " ")}}`))
    .join("");
}
