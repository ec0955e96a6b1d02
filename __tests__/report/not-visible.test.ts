import { notVisible } from "../../src/report/not-visible.js";
import type { Report, ReportedPath } from "../../src/report/report.js";

test.each<[string, Partial<Pick<ReportedPath, "assumes" | "keys">> | null, string]>([
  ["without paths", null, "SCPs, session policies, key policies, and the caller's own permissions."],
  [
    "with nothing visible",
    { assumes: "unseen" },
    "SCPs, session policies, key policies, and the caller's own permissions.",
  ],
  ["with the caller", { assumes: "missing" }, "SCPs, session policies, and key policies."],
  ["with keys", { keys: "open" }, "SCPs, session policies, other keys' policies, and the caller's own permissions."],
  ["with both", { assumes: "granted", keys: "granted" }, "SCPs, session policies, and other keys' policies."],
])("lists what is not visible %s", (_what, links, expected) => {
  const path: ReportedPath = {
    ...{ kinds: ["backup"], caller: null, role: "r", worker: null },
    ...({ assumes: "unseen", passes: "unseen", profile: "unseen", ...links } as const),
  };
  const report: Partial<Report> = links === null ? {} : { paths: [path] };
  expect(notVisible(report as Report)).toBe(expected);
});
