import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";

/** An operation in the OpenAPI description of GitHub's REST API. */
interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly properties?: object } | null;
  readonly success: number;
}

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly schema: { readonly type: string };
}

/** A valid request: its operation and the path's parameters. */
export interface Call {
  readonly id: string;
  readonly success: number;
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

const { operations } = JSON.parse(readFileSync("__tests__/github/operations.generated.json", "utf8")) as {
  readonly operations: readonly Operation[];
};

// `coerceTypes` because parameters are sent as text. Bodies are validated without it.
const parameterRules = new Ajv({ coerceTypes: true, strict: false, validateFormats: false });
const bodyRules = new Ajv({ strict: false, validateFormats: false });
const compiled = operations.map((operation) => ({
  operation,
  pattern: new RegExp(`^${operation.path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
  parameters: new Map(operation.parameters.map(({ name, schema }) => [name, parameterRules.compile(wrap(schema))])),
  body: operation.body === null ? null : bodyRules.compile(operation.body),
}));

/** Validates a request against the description. Returns the call, or the reason why GitHub would refuse it. */
export function recognize(method: string, url: string, body: unknown): Call | string {
  const { pathname, searchParams: query } = new URL(url, "http://loopback");
  const match = compiled.find(({ operation, pattern }) => operation.method === method && pattern.test(pathname));
  if (match === undefined) return `the description has no operation ${method} ${pathname}`;
  const path = match.pattern.exec(pathname)?.groups ?? {};
  const given = { ...path, ...Object.fromEntries(query) };
  for (const [name, value] of Object.entries(given)) {
    const validate = match.parameters.get(name);
    if (validate === undefined) return `${match.operation.id} has no parameter ${name}`;
    if (!validate({ value })) return `${match.operation.id}: ${name} ${reason(validate)}`;
  }
  const fault = bodyFault(match.operation, match.body, body);
  return fault ?? { id: match.operation.id, success: match.operation.success, path, query, body };
}

function bodyFault({ id, body: schema }: Operation, validate: ValidateFunction | null, body: unknown): string | null {
  if (validate === null || schema === null) return body === null ? null : `${id} takes no body`;
  if (!validate(body)) return `${id}: body${reason(validate)}`;
  // The description allows further properties, but the Action shouldn't send any that it doesn't list.
  const unknown = Object.keys(body as object).filter((name) => !Object.hasOwn(schema.properties ?? {}, name));
  return unknown.length === 0 ? null : `${id}: the description does not know ${unknown}`;
}

function wrap(schema: object): object {
  return { type: "object", properties: { value: schema } };
}

function reason(validate: ValidateFunction): string {
  const [error] = validate.errors ?? [];
  return `${error?.instancePath} ${error?.message}`;
}
