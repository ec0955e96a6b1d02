/** What to do about a text that CloudFormation was meant to fill in. */
export const SUBSTITUTION_HELP = "in a CloudFormation template, write the text with Fn::Sub (`!Sub`)";

/**
 * The first `${AWS::Region}` or `${Name}` in a text: CloudFormation replaces it in Fn::Sub only. IAM's own variables are condition
 * keys, which have a colon (`${aws:username}`; AWS: "IAM policy elements: Variables and tags"), so that this one matches itself alone.
 */
export function forgottenSubstitution(text: string): string | null {
  return /\$\{(?:AWS::\w+|[A-Za-z][\w.]*)\}/.exec(text)?.[0] ?? null;
}
