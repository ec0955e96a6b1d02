/** Name and version of this tool, as reports and SARIF state them. A test holds the version against package.json. */
export const TOOL = { name: "worker-iam-check", version: "0.1.0" } as const;

/** Where the rules' pages are read on the web. A test holds it against package.json. */
export const RULE_PAGES = "https://github.com/OWNER/worker-iam-check/blob/main/docs/rules/";
