import { type ChildProcess, execFile, execFileSync, fork, spawnSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/** A bundle's output and exit status. */
export interface BundleRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a bundle. Without `env`, it inherits the tests' environment. */
export interface BundleCall {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv;
  /** A Node other than the one that runs the tests. It always gets a separate process. */
  readonly node?: string;
}

const CLI = join(process.cwd(), "dist/cli/index.js");
export const ACTION = join(process.cwd(), "dist/action/index.js");

/** In milliseconds. */
const PATIENCE = 60_000;
const MAX_OUTPUT_SIZE = 256_000_000;

/** `SPAWN=1` gives every run a separate process, as the runner does. Named pipes need a POSIX system. */
const spawns = process.env.SPAWN === "1" || process.platform === "win32";

/** Runs the command line's bundle and waits for it. */
export function runCli(args: readonly string[], call: BundleCall = {}): BundleRun {
  return spawns ? spawnCli(args, call) : bundleServer().ask(requestFor(CLI, args, call));
}

/** Runs the command line's bundle in a separate process. */
export function spawnCli(args: readonly string[], call: BundleCall & { readonly input?: string } = {}): BundleRun {
  const { node = process.execPath, ...options } = call;
  const { status, stdout, stderr } = spawnSync(node, [CLI, ...args], {
    ...options,
    encoding: "utf8",
    timeout: PATIENCE,
    maxBuffer: MAX_OUTPUT_SIZE,
  });
  return { status: status ?? -1, stdout, stderr };
}

/** Runs the Action's bundle without blocking, because the test itself serves the GitHub that it talks to. */
export function runActionBundle(call: BundleCall): Promise<BundleRun> {
  const { node = process.execPath, ...options } = call;
  if (!spawns && node === process.execPath) return bundleServer().post(requestFor(ACTION, [], call));
  return new Promise((resolve) => {
    const limits = { timeout: PATIENCE, maxBuffer: MAX_OUTPUT_SIZE };
    execFile(node, [ACTION], { ...options, ...limits }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : typeof error.code === "number" ? error.code : -1, stdout, stderr });
    });
  });
}

interface Request {
  readonly bundle: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

function requestFor(bundle: string, args: readonly string[], { cwd, env }: BundleCall): Request {
  return { bundle, args, cwd: cwd ?? process.cwd(), env: env ?? process.env };
}

let running: BundleServer | null = null;

function bundleServer(): BundleServer {
  running ??= new BundleServer();
  return running;
}

afterAll(() => {
  running?.close();
  running = null;
});

/** A long-lived process for each test suite (`serve-bundles.mjs`). */
class BundleServer {
  private readonly folder = mkdtempSync(join(tmpdir(), "worker-iam-check-bundles-"));
  private readonly requests: number;
  private readonly answers: number;
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (run: BundleRun) => void>();
  private posted = 0;

  constructor() {
    const pipes = ["requests", "answers"].map((name) => join(this.folder, name));
    const [requests = "", answers = ""] = pipes;
    execFileSync("mkfifo", pipes);
    // Opening a named pipe in both directions never blocks.
    this.requests = openSync(requests, constants.O_RDWR);
    this.answers = openSync(answers, constants.O_RDWR | constants.O_NONBLOCK);
    // With "ignore", the output would count as closed.
    const nowhere = openSync(devNull, "w");
    this.child = fork(join(process.cwd(), "__tests__/bundle/serve-bundles.mjs"), pipes, {
      stdio: ["ignore", nowhere, "inherit", "ipc"],
      execArgv: ["--experimental-vm-modules", "--no-warnings"],
    });
    closeSync(nowhere);
    this.child.on("message", (message: BundleRun & { readonly id: number }) => {
      const { id, ...run } = message;
      this.waiting.get(id)?.(run);
      this.waiting.delete(id);
      if (this.waiting.size === 0) this.child.channel?.unref();
    });
    this.child.unref();
    this.child.channel?.unref();
  }

  close(): void {
    this.child.kill("SIGKILL");
    for (const pipe of [this.requests, this.answers]) closeSync(pipe);
    rmSync(this.folder, { recursive: true, force: true });
  }

  post(request: Request): Promise<BundleRun> {
    const id = this.posted++;
    this.child.channel?.ref();
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.child.send({ id, request });
    });
  }

  ask(request: Request): BundleRun {
    const bytes = Buffer.from(`${JSON.stringify(request)}\n`);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.requests, bytes, written);
    return JSON.parse(this.readLine());
  }

  private readLine(): string {
    const chunks: Buffer[] = [];
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const chunk = this.readChunk();
      if (chunk === null) {
        if (Date.now() > deadline) this.giveUp();
        Atomics.wait(IDLE, 0, 0, 1);
        continue;
      }
      chunks.push(chunk);
      if (chunk.at(-1) === NEWLINE) return Buffer.concat(chunks).toString("utf8");
    }
  }

  /** Returns null if there is nothing to read. */
  private readChunk(): Buffer | null {
    const buffer = Buffer.alloc(65_536);
    try {
      return buffer.subarray(0, readSync(this.answers, buffer));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return null;
      throw error;
    }
  }

  private giveUp(): never {
    this.close();
    running = null;
    throw new Error(`the bundle gave no answer within ${PATIENCE / 1000} s`);
  }
}

const IDLE = new Int32Array(new SharedArrayBuffer(4));
const NEWLINE = 10;
