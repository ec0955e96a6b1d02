import lists from "../../src/requirements/catalog/7.json" with { type: "json" };

/**
 * The vendor's list for backup roles, as people copy it from the documentation page: indented with no-break spaces, a
 * blank line after each line, and a comma missing as on that page.
 */
export function brokenBlock(): string {
  const actions = lists.kinds.find(({ name }) => name === "backup")?.actions ?? [];
  const lines = [
    "{",
    '   "Version": "2012-10-17",',
    '   "Statement": [',
    "       {",
    '           "Action": [',
    ...actions.map(
      (action, index) =>
        `               "${String(action)}"${index === actions.length - 2 || index === actions.length - 1 ? "" : ","}`,
    ),
    "           ],",
    '           "Resource": "*",',
    '           "Effect": "Allow"',
    "       }",
    "   ]",
    "}",
  ];
  return `${lines.map((line) => line.replaceAll("  ", "\u00a0 ")).join("\n\n")}\n`;
}
