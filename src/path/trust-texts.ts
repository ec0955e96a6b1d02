import { type Principal, principalsIn, type Role, trustsOf } from "../iam/model.js";
import type { Text } from "../source/node.js";

/** The principals that a role's trust policies name. */
export function principalsOf(role: Role): readonly Principal[] {
  return trustsOf(role).flatMap(principalsIn);
}

/** The values that the trust policy's conditions test for. */
export function testedIn(role: Role): readonly Text[] {
  const tests = trustsOf(role).flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions));
  return tests.flatMap((one) => (one.kind === "test" ? one.values.map(({ text }) => text) : []));
}
