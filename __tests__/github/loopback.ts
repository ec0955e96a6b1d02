import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface StoredComment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string };
  readonly html_url: string;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** How a loopback GitHub answers; what is not set is the good case. */
export interface Behaviour {
  readonly login?: string;
  readonly comments?: StoredComment[];
  readonly changedFiles?: readonly string[];
  /** Answers a request with a status of its own instead; called for each, so that a fault can pass. */
  readonly fault?: (
    request: Request,
    count: number,
  ) => { readonly status: number; readonly headers?: Record<string, string> } | null;
}

/** The operations of GitHub's REST description (api.github.com) that the Action uses, with the bodies that they take. */
const OPERATIONS: readonly {
  readonly method: string;
  readonly path: RegExp;
  readonly body: "none" | "comment" | "graphql";
}[] = [
  { method: "GET", path: /^\/repos\/o\/r\/issues\/\d+\/comments\?per_page=100(&page=\d+)?$/, body: "none" },
  { method: "POST", path: /^\/repos\/o\/r\/issues\/\d+\/comments$/, body: "comment" },
  { method: "PATCH", path: /^\/repos\/o\/r\/issues\/comments\/\d+$/, body: "comment" },
  { method: "GET", path: /^\/repos\/o\/r\/pulls\/\d+\/files\?per_page=100(&page=\d+)?$/, body: "none" },
  { method: "POST", path: /^\/graphql$/, body: "graphql" },
];

/** A GitHub on loopback: keeps comments like the real one, and notes requests that the real one would refuse. */
export class LoopbackGitHub {
  readonly requests: Request[] = [];
  readonly refused: string[] = [];
  readonly comments: StoredComment[];
  private nextId = 1000;
  private constructor(
    private readonly server: Server,
    private readonly behaviour: Behaviour,
  ) {
    this.comments = behaviour.comments ?? [];
  }

  static async open(behaviour: Behaviour = {}): Promise<LoopbackGitHub> {
    const server = createServer();
    const github = new LoopbackGitHub(server, behaviour);
    server.on("request", (request, response) => void github.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return github;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private get login(): string {
    return this.behaviour.login ?? "github-actions[bot]";
  }

  private async answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const request = {
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      body: text === "" ? null : JSON.parse(text),
    };
    this.requests.push(request);
    const fault = this.behaviour.fault?.(request, this.requests.length) ?? null;
    if (fault !== null) return send(response, fault.status, { message: `status ${fault.status}` }, fault.headers);
    const problem = this.problemWith(request, incoming);
    if (problem !== null) {
      this.refused.push(problem);
      return send(response, 422, { message: problem });
    }
    send(response, request.method === "POST" && request.path !== "/graphql" ? 201 : 200, this.reply(request));
  }

  private problemWith(request: Request, incoming: IncomingMessage): string | null {
    const operation = OPERATIONS.find(({ method, path }) => method === request.method && path.test(request.path));
    if (operation === undefined) return `no operation ${request.method} ${request.path}`;
    if (incoming.headers.authorization !== "token secret-token")
      return `authorization ${incoming.headers.authorization}`;
    if (operation.body !== "comment") return null;
    const { body, ...others } = (request.body ?? {}) as { body?: unknown };
    if (typeof body !== "string" || body.length === 0 || body.length > 65_536)
      return "body is no text of 1 to 65,536 characters";
    return Object.keys(others).length === 0 ? null : `unknown fields ${Object.keys(others)}`;
  }

  private reply(request: Request): unknown {
    if (request.path === "/graphql") return { data: { viewer: { login: this.login } } };
    if (request.path.includes("/files?"))
      return (this.behaviour.changedFiles ?? []).map((filename) => ({ filename, status: "modified" }));
    const { body } = (request.body ?? {}) as { body: string };
    if (request.method === "PATCH") {
      const id = Number(request.path.split("/").at(-1));
      const comment = this.comments.find((one) => one.id === id);
      if (comment !== undefined) comment.body = body;
      return comment;
    }
    if (request.method === "GET") return this.comments;
    this.nextId += 1;
    const comment = {
      id: this.nextId,
      body,
      user: { login: this.login },
      html_url: `https://github.com/o/r/pull/7#issuecomment-${this.nextId}`,
    };
    this.comments.push(comment);
    return comment;
  }
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
