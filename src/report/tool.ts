/** Name and version of this tool, as reports and SARIF state them. A test holds the version against package.json. */
export const TOOL = { name: "worker-iam-check", version: "1.0.0" } as const;
