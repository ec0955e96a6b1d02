// Runs the built bundles repeatedly in one process. A fresh process spends most of a run on starting Node and compiling
// the bundle. Here, compiled code is kept, and only the modules are evaluated again. Requests come over IPC from tests
// that wait asynchronously, and through a named pipe from tests that block.
import { createReadStream, openSync, readFileSync, writeSync } from "node:fs";
import process from "node:process";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { SourceTextModule, SyntheticModule } from "node:vm";

const [requests, answers] = process.argv.slice(2);
const ownEnvironment = { ...process.env };
const ownArguments = [...process.argv];

// Each run adds a listener for output errors.
process.stdout.setMaxListeners(0);
process.stderr.setMaxListeners(0);

const bundles = new Map();
const imported = new Map();

function bundleAt(path) {
  const known = bundles.get(path);
  if (known !== undefined) return known;
  // Node 20 loses the importer of a dynamic import if compiled code is reused, so our own function loads chunks.
  const source = readFileSync(path, "utf8").replaceAll('import("./', 'loadChunk("./');
  const bundle = { url: pathToFileURL(path).href, source, cachedData: undefined };
  bundles.set(path, bundle);
  return bundle;
}

async function evaluate(path) {
  const bundle = bundleAt(path);
  const { url, source, cachedData } = bundle;
  const resolved = (specifier) => (specifier.startsWith(".") ? new URL(specifier, url).href : specifier);
  const module = new SourceTextModule(source, {
    identifier: url,
    cachedData,
    initializeImportMeta: (meta) => {
      meta.url = url;
    },
  });
  bundle.cachedData ??= module.createCachedData();
  globalThis.loadChunk = (specifier) => import(resolved(specifier));
  await module.link(async (specifier) => synthetic(resolved(specifier)));
  await module.evaluate();
}

async function synthetic(specifier) {
  const known = imported.get(specifier);
  if (known !== undefined) return known;
  const namespace = await import(specifier);
  const names = Object.keys(namespace);
  const module = new SyntheticModule(names, function () {
    for (const name of names) this.setExport(name, namespace[name]);
  });
  imported.set(specifier, module);
  return module;
}

async function run({ bundle, args, cwd, env }) {
  const output = { stdout: "", stderr: "" };
  const restore = [capture(process.stdout, output, "stdout"), capture(process.stderr, output, "stderr")];
  setEnvironment(env);
  process.argv = [process.execPath, bundle, ...args];
  process.chdir(cwd);
  process.exitCode = undefined;
  try {
    await evaluate(bundle);
  } catch (error) {
    output.stderr += String(error?.stack ?? error);
    process.exitCode = 1;
  }
  const status = Number(process.exitCode ?? 0);
  for (const undo of restore) undo();
  process.exitCode = undefined;
  process.argv = ownArguments;
  process.chdir("/");
  setEnvironment(ownEnvironment);
  return { status, ...output };
}

function capture(stream, output, name) {
  const write = stream.write;
  stream.write = (chunk, encoding, done) => {
    output[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    const call = typeof encoding === "function" ? encoding : done;
    if (call !== undefined) queueMicrotask(call);
    return true;
  };
  return () => {
    stream.write = write;
    stream.removeAllListeners("error");
  };
}

function setEnvironment(env) {
  for (const key of Object.keys(process.env)) delete process.env[key];
  Object.assign(process.env, env);
}

// A process has only one working directory and one environment, so runs take turns.
let turn = Promise.resolve();
function inTurn(request) {
  const done = turn.then(() => run(request));
  turn = done.catch(() => {});
  return done;
}

process.on("message", async ({ id, request }) => process.send({ id, ...(await inTurn(request)) }));
// A pending read of the named pipe would delay an orderly exit.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

if (requests !== undefined && answers !== undefined) {
  const answer = openSync(answers, "r+");
  const lines = createInterface({ input: createReadStream(requests, { flags: "r+" }) });
  lines.on("line", async (line) => {
    const bytes = Buffer.from(`${JSON.stringify(await inTurn(JSON.parse(line)))}\n`);
    for (let written = 0; written < bytes.length; ) written += writeSync(answer, bytes, written);
  });
}
