import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Call, recognize } from "./operations.js";
import { type CheckRun, GitHubState, type Permissions, type StoredComment, type StoredReviewComment } from "./state.js";

export interface Request {
  readonly method: string;
  /** Path and query, without an Enterprise Server's prefix. */
  readonly path: string;
  readonly body: unknown;
}

/** An error response that replaces the good one, or a fault of the connection. */
export type Fault =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly message?: string;
      /** The request takes effect, and only the response is lost. */
      readonly applied?: boolean;
    }
  | "reset"
  | "hang"
  /** The connection breaks during the response. */
  | "broken-answer"
  /** A proxy ends the response in the middle as if it were complete. */
  | "half-json"
  | "html";

/** How a loopback GitHub differs from the good case. */
export interface Behavior {
  readonly login?: string;
  readonly comments?: readonly StoredComment[];
  readonly reviewComments?: readonly StoredReviewComment[];
  readonly changedFiles?: GitHubState["changedFiles"];
  readonly pullRequests?: GitHubState["pullRequests"];
  readonly permissions?: Partial<Permissions>;
  /** An Enterprise Server's prefix, `/api/v3`. */
  readonly prefix?: string;
  /** Called before each request, so that a fault can pass. `count` starts at 1. */
  readonly fault?: (request: Request, count: number) => Fault | null;
  /** Called after each request has taken effect and before the response, to simulate the actions of others meanwhile. */
  readonly meanwhile?: (request: Request, state: GitHubState) => void | Promise<void>;
}

/**
 * A GitHub on loopback. It keeps state like the real one and validates each request against GitHub's OpenAPI
 * description. Invalid requests are refused and recorded in `refused`.
 */
export class LoopbackGitHub {
  readonly requests: Request[] = [];
  readonly refused: string[] = [];
  readonly state = new GitHubState();
  private readonly server: Server = createServer();
  private behavior: Behavior = {};
  /** Stored, because a request may still be answered while the server closes. */
  private port = 0;

  static async open(behavior: Behavior = {}): Promise<LoopbackGitHub> {
    const github = new LoopbackGitHub();
    github.behave(behavior);
    github.server.on("request", (request, response) => void github.answer(request, response));
    await new Promise<void>((resolve) => github.server.listen(0, "127.0.0.1", resolve));
    github.port = (github.server.address() as AddressInfo).port;
    return github;
  }

  private behave(behavior: Behavior): void {
    this.behavior = behavior;
    this.state.comments.push(...(behavior.comments ?? []));
    this.state.reviewComments.push(...(behavior.reviewComments ?? []));
    this.state.changedFiles = behavior.changedFiles ?? [];
    this.state.pullRequests = behavior.pullRequests ?? [];
    this.state.permissions = { ...this.state.permissions, ...behavior.permissions };
    this.state.login = behavior.login ?? this.state.login;
  }

  get comments(): readonly StoredComment[] {
    return this.state.comments;
  }

  get checkRun(): CheckRun {
    return this.state.checkRun;
  }

  /** The value for `GITHUB_API_URL`. */
  get url(): string {
    return `http://127.0.0.1:${this.port}${this.behavior.prefix ?? ""}`;
  }

  /** The requests that change something, such as `POST /repos/o/r/issues/7/comments`. */
  get writes(): readonly string[] {
    const writing = this.requests.filter(({ method, path }) => method !== "GET" && path !== "/graphql");
    return writing.map(({ method, path }) => `${method} ${path}`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await this.read(incoming);
    this.requests.push(request);
    const fault = this.behavior.fault?.(request, this.requests.length) ?? null;
    if (fault !== null && (typeof fault === "string" || !fault.applied)) return fail(response, fault);
    if (incoming.headers.authorization !== "token secret-token") {
      return send(response, 401, { message: "Bad credentials" });
    }
    if (request.path === "/graphql") return send(response, 200, { data: { viewer: { login: this.state.login } } });
    const call = recognize(request.method, request.path, request.body);
    if (typeof call === "string") {
      this.refused.push(call);
      return send(response, 422, { message: call });
    }
    const outcome = this.state.apply(call);
    await this.behavior.meanwhile?.(request, this.state);
    if (fault !== null) return fail(response, fault);
    if ("status" in outcome) return send(response, outcome.status, { message: outcome.message }, outcome.headers);
    send(response, call.success, outcome.data, this.linkToNext(call, request, outcome.data));
  }

  private async read(incoming: IncomingMessage): Promise<Request> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { prefix = "" } = this.behavior;
    const url = incoming.url ?? "";
    // An Enterprise Server has its REST API at /api/v3 and its GraphQL API at /api/graphql.
    const path =
      url === "/api/graphql" && prefix !== ""
        ? "/graphql"
        : url.startsWith(prefix)
          ? url.slice(prefix.length)
          : `wrong prefix: ${url}`;
    return { method: incoming.method ?? "", path, body: text === "" ? null : JSON.parse(text) };
  }

  /** Like GitHub, links to the next page of a list if there is one. */
  private linkToNext(call: Call, request: Request, data: unknown): Record<string, string> {
    const size = Number(call.query.get("per_page") ?? 30);
    if (!Array.isArray(data) || data.length < size) return {};
    const next = new URL(request.path, "http://loopback");
    next.searchParams.set("page", String(Number(call.query.get("page") ?? 1) + 1));
    return { link: `<${this.url}${next.pathname}${next.search}>; rel="next"` };
  }
}

function fail(response: ServerResponse, fault: Fault): void {
  if (typeof fault === "object") {
    send(response, fault.status, { message: fault.message ?? `status ${fault.status}` }, fault.headers);
    return;
  }
  switch (fault) {
    case "reset":
      response.destroy();
      return;
    case "hang":
      return;
    case "broken-answer":
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('[{"id": 1,', () => response.destroy());
      return;
    case "half-json":
      response.writeHead(200, { "content-type": "application/json" });
      response.end('[{"id": 1,');
      return;
    case "html":
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<html>Sign in to the proxy</html>");
      return;
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(status === 204 ? undefined : JSON.stringify(body));
}
