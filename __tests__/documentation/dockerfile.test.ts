import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";

/** Instructions with their arguments, excluding comments. */
const instructions = readFileSync("Dockerfile", "utf8")
  .replaceAll("\\\n", " ")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [name = "", ...rest] = line.split(" ");
    return { name, argument: rest.join(" ") };
  });
const argumentsOf = (expected: string) =>
  instructions.filter(({ name }) => name === expected).map(({ argument }) => argument);
const ignored = readFileSync(".dockerignore", "utf8").trim().split("\n");

test("runs the image on the Action's Node.js and downloads nothing during the build", () => {
  const { runs } = parse(readFileSync("action.yml", "utf8"));
  expect(argumentsOf("FROM")).toEqual([`${runs.using.replace("node", "node:")}-alpine`]);
  const names = new Set(instructions.map(({ name }) => name));
  expect([...names].filter((name) => !["FROM", "COPY", "USER", "WORKDIR", "ENTRYPOINT", "CMD"].includes(name))).toEqual(
    [],
  );
});

test("does not run as root, and lets root own the files that it runs", () => {
  expect(argumentsOf("USER")).toEqual(["node"]);
  const last = instructions.map(({ name }) => name).lastIndexOf("COPY");
  expect(instructions.findIndex(({ name }) => name === "USER")).toBeGreaterThan(last);
  for (const copy of argumentsOf("COPY")) expect(copy).toMatch(/^--chown=root:root /);
});

test("starts the command-line bundle without a shell", () => {
  const [entry = "[]"] = argumentsOf("ENTRYPOINT");
  const [program, path = ""] = JSON.parse(entry);
  expect([program, path]).toEqual(["node", "/opt/worker-iam-check/dist/cli/index.js"]);
  const { bin } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(path.endsWith(bin["worker-iam-check"])).toBe(true);
});

test("copies only existing files, and the build sees no others", () => {
  const sources = argumentsOf("COPY").flatMap((copy) => copy.split(" ").slice(1, -1));
  expect(sources.filter((path) => !existsSync(path))).toEqual([]);
  expect(ignored).toEqual(["*", ...sources.map((path) => `!${path}`)]);
});

test("is built by the release and tried without a network before it is pushed", () => {
  const { jobs } = parse(readFileSync(".github/workflows/release.yml", "utf8"));
  const script = jobs.image.steps.map(({ run = "" }) => run).join("\n");
  const at = (words: string) => script.indexOf(words);
  expect(at("docker build")).toBeGreaterThan(-1);
  expect(at("docker run --rm --network none")).toBeGreaterThan(at("docker build"));
  expect(at("docker push")).toBeGreaterThan(at("docker run"));
});
