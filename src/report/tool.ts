/** This tool's name and version, as reports and SARIF state them. A test compares the version with package.json. */
export const TOOL = { name: "worker-iam-check", version: "1.0.0" } as const;
