/**
 * Draws the Action's comment as GitHub shows it. Runs the built Action on the working directory, converts the Markdown
 * to HTML with GitHub's own cmark-gfm, takes a screenshot with Chromium, and compresses it with pngquant. On Debian:
 *
 *     apt-get install -y chromium cmark-gfm pngquant fonts-liberation fonts-noto-color-emoji
 *     npm run bundle
 *     node scripts/picture-comment.mjs docs/comment.png files=examples/cloudformation/failing
 *
 * The arguments after the picture are inputs of the Action, as NAME=VALUE. `--open` unfolds folded parts, `--dark` uses
 * GitHub's dark theme, and `--summary` draws the job summary, which ignores single line breaks. `--roles=60` checks
 * that many roles derived from the examples, instead of the working directory; every seventh of them lacks something.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const EXTENSIONS = ["table", "strikethrough", "autolink", "tagfilter", "tasklist"];
const SIZES = { width: 900, scale: 1.5 };
/** Turns the sandbox off, because Chromium can't use it as root and the page is our own. The other flags prevent network requests. */
const CHROMIUM = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
];
const STYLE = readFileSync(new URL("./picture-comment.css", import.meta.url), "utf8");
const ACTION = fileURLToPath(new URL("../dist/action/index.js", import.meta.url));

const options = process.argv.slice(2).filter((argument) => argument.startsWith("--"));
const [picture, ...inputs] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
if (picture === undefined) {
  process.stderr.write(
    "usage: node scripts/picture-comment.mjs PICTURE.png [--open] [--dark] [--summary] [--roles=N] [NAME=VALUE...]\n",
  );
  process.exit(2);
}
const roles = Number(options.find((option) => option.startsWith("--roles="))?.slice("--roles=".length) ?? 0);
const folder = mkdtempSync(join(tmpdir(), "picture-comment-"));
try {
  const workspace = roles > 0 ? makeRoles(roles) : process.cwd();
  draw(page(toHtml(runAction(workspace, roles > 0 ? ["roles=*: backup", ...inputs] : inputs))), resolve(picture));
} finally {
  rmSync(folder, { recursive: true });
}

function makeRoles(count) {
  const workspace = join(folder, "infrastructure");
  mkdirSync(join(workspace, "policies"), { recursive: true });
  for (let at = 0; at < count; at++) {
    const example = new URL(`../examples/policy-json/${at % 7 === 0 ? "failing" : "passing"}/`, import.meta.url);
    const name = `veeam-backup-${String(at + 1).padStart(2, "0")}.json`;
    copyFileSync(new URL("veeam-backup.json", example), join(workspace, "policies", name));
  }
  return workspace;
}

/** Returns the job summary, which has the comment's text. Without an event, the Action sends no requests to GitHub. */
function runAction(workspace, given) {
  const summary = join(folder, "summary.md");
  writeFileSync(summary, "");
  const variables = given.map((input) => {
    const [name = "", ...value] = input.split("=");
    return [`INPUT_${name.toUpperCase()}`, value.join("=")];
  });
  const { error, stdout } = spawnSync(process.execPath, [ACTION], {
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      ...Object.fromEntries(variables),
      GITHUB_WORKSPACE: workspace,
      GITHUB_REPOSITORY: "acme/infrastructure",
      GITHUB_SHA: "89abcdef0123456789abcdef0123456789abcdef",
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_ACTION_REPOSITORY: "OWNER/worker-iam-check",
      GITHUB_ACTION_REF: "v1",
      GITHUB_STEP_SUMMARY: summary,
    },
  });
  if (error !== undefined) throw error;
  const text = readFileSync(summary, "utf8");
  if (text === "") throw new Error(`the Action wrote no summary:\n${stdout}`);
  return text;
}

function toHtml(markdown) {
  const breaks = options.includes("--summary") ? [] : ["--hardbreaks"];
  const extensions = EXTENSIONS.flatMap((name) => ["-e", name]);
  const html = execFileSync("cmark-gfm", ["--unsafe", ...breaks, ...extensions], { input: markdown, encoding: "utf8" });
  return options.includes("--open") ? html.replaceAll("<details>", "<details open>") : html;
}

function page(html) {
  const who = options.includes("--summary")
    ? "<b>worker-iam-check</b> summary"
    : "<b>github-actions</b> <i>bot</i> commented";
  const theme = options.includes("--dark") ? "dark" : "light";
  return `<!doctype html><html class="${theme}"><meta charset="utf-8"><title>comment</title><style>${STYLE}</style>
<main><header>${who}</header><article>${html}</article></main>
<script>document.title = String(Math.ceil(document.querySelector("main").getBoundingClientRect().bottom) + 16)</script>`;
}

/** Draws the page with Chromium, which runs twice: the first run only determines the page's height. */
function draw(html, path) {
  const file = join(folder, "page.html");
  writeFileSync(file, html);
  const dom = chromium(["--dump-dom", `--window-size=${SIZES.width},1000`], file);
  const height = /<title>(\d+)<\/title>/.exec(dom)?.[1];
  if (height === undefined) throw new Error("Chromium did not say how high the page is");
  const size = `--window-size=${SIZES.width},${height}`;
  chromium([`--screenshot=${path}`, size, `--force-device-scale-factor=${SIZES.scale}`], file);
  execFileSync("pngquant", ["--force", "--output", path, "64", path]);
}

function chromium(args, file) {
  const profile = `--user-data-dir=${join(folder, "profile")}`;
  return execFileSync("chromium", [...CHROMIUM, profile, ...args, pathToFileURL(file).href], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}
