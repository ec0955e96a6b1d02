// Policy documents in the style of a neutral mutation.

/** A document's actions, resources, and principals, written in `style`. */
export function policyDocument(statements, style) {
  const list = ordered(statements, style).map((one) => ({
    Effect: one.effect,
    [one.negated ? "NotAction" : "Action"]: several(
      ordered(one.actions, style).map((action) => spelt(action, style)),
      style,
    ),
    Resource: one.resource === "*" ? several(["*"], { scalar: style.scalar !== false }) : one.resource,
    ...(one.condition === null ? {} : { Condition: one.condition }),
  }));
  return { Version: "2012-10-17", Statement: several(list, style) };
}

export function trustDocument(trust, style) {
  const list = ordered(trust, style).map((one) => ({
    Effect: one.effect,
    Principal: Object.fromEntries(Object.entries(one.principal).map(([type, name]) => [type, listed(name, style)])),
    Action: listed(one.action, style),
    ...(one.condition === null ? {} : { Condition: one.condition }),
  }));
  return { Version: "2012-10-17", Statement: several(list, style) };
}

export function ordered(items, { reversed = false }) {
  return reversed ? [...items].reverse() : [...items];
}

/** A list, or its value alone if the style asks for that: IAM treats a value and a list of one item alike. */
function several(items, { scalar = false }) {
  return scalar && items.length === 1 ? items[0] : items;
}

function listed(value, { scalar = true }) {
  return scalar ? value : [value];
}

function spelt(action, { spelling = "as it is" }) {
  switch (spelling) {
    case "lower":
      return action.toLowerCase();
    case "upper":
      return action.toUpperCase();
    default:
      return action;
  }
}

/** JSON with the whitespace of `style`. */
export function jsonText(value, { indent = 2, newline = "\n" }) {
  return `${JSON.stringify(value, null, indent)}\n`.replaceAll("\n", newline);
}
