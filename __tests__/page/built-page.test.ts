import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const folder = mkdtempSync(join(tmpdir(), "worker-iam-check-page-"));
const build = (name: string): string => {
  execFileSync(process.execPath, ["scripts/build-page.mjs", join(folder, name)]);
  return readFileSync(join(folder, name, "index.html"), "utf8");
};
const html = build("once");

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("is one file next to the licenses of its content, the same in each build", () => {
  expect(readdirSync(join(folder, "once"))).toEqual(["index.html", "licenses.txt"]);
  expect(build("again")).toBe(html);
});

test("is smaller than 700 kB compressed", () => {
  expect(gzipSync(html, { level: 9 }).length).toBeLessThan(700_000);
});

test("names its scripts and style by hash in its policy and allows no connection", () => {
  const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  const hashOf = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const [, style] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
  const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script]) => script);
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    "connect-src 'none'",
    `script-src ${scripts.map(hashOf).join(" ")}`,
    `style-src ${hashOf(style)}`,
    "worker-src blob:",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "trusted-types page-worker",
    "require-trusted-types-for 'script'",
  ]);
});

test("loads nothing from elsewhere", () => {
  const outside = html.replace(/<script[^>]*>.*?<\/script>/gs, "").replace(/<pre.*?<\/pre>/gs, "");
  expect([...outside.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).toEqual(["data:,", "#result"]);
});
