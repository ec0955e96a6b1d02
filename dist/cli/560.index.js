export const id = 560;
export const ids = [560];
export const modules = {

/***/ 3551:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  z: () => (/* binding */ check),
  N: () => (/* binding */ inspect)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/fast-glob/out/index.js
var out = __webpack_require__(5648);
// EXTERNAL MODULE: ./lib/config/settings.js
var settings = __webpack_require__(1641);
// EXTERNAL MODULE: ./lib/discover/scope.js
var discover_scope = __webpack_require__(9563);
;// CONCATENATED MODULE: ./lib/discover/find-candidates.js





/** Never descended into unless a pattern names them: dependencies and tool caches, with thousands of JSON files. */
const IGNORED_FOLDERS = ["node_modules", ".git", ".terraform", ".venv", "vendor"];
/**
 * Files for the patterns of `files`: globs (`!` excludes; case does not matter), and literal paths of files or folders. A
 * folder stands for the default globs below it. Symbolic links are not followed.
 */
function findCandidates(scope, patterns) {
    const wanted = patterns.filter((pattern) => !pattern.startsWith("!"));
    const excluded = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
    const search = { scope, excluded, candidates: new Map(), notFound: [], folders: new Set([scope.root]) };
    const globs = wanted.filter((pattern) => !findLiteral(search, pattern));
    if (globs.length > 0)
        addMatches(search, scope.workingDirectory, globs);
    const candidates = [...search.candidates.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    return { candidates, notFound: search.notFound, folders: [...search.folders] };
}
/** Settles a pattern that names a path literally, or one that may not be looked for; false for a glob. */
function findLiteral(search, pattern) {
    const { scope } = search;
    const path = (0,external_node_path_.resolve)(scope.workingDirectory, pattern);
    if (scope.confined && leadsOut(scope, pattern, path)) {
        search.notFound.push({ named: pattern, reason: "leads out of the workspace" });
        return true;
    }
    // A name such as `[prod].json` looks like a glob; when it exists as it is written, it is the name.
    const exists = (0,external_node_fs_.lstatSync)(path, { throwIfNoEntry: false }) !== undefined;
    if (!exists && out.isDynamicPattern(pattern))
        return false;
    addLiteral(search, pattern, path);
    return true;
}
function leadsOut(scope, pattern, path) {
    return !(0,discover_scope/* isWithin */.UO)(scope.root, path) || (out.isDynamicPattern(pattern) && pattern.split(/[/\\]/).includes(".."));
}
function addLiteral(search, named, path) {
    const stat = (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false });
    if (stat === undefined) {
        search.notFound.push({ named, reason: "does not exist" });
        return;
    }
    if (!search.scope.confined)
        search.folders.add(stat.isDirectory() ? path : (0,external_node_path_.dirname)(path));
    if ((0,discover_scope/* realPathWithin */.Nm)(path, [...search.folders]) === null) {
        search.notFound.push({ named, reason: "is a symbolic link out of the workspace" });
    }
    else if (stat.isDirectory()) {
        addMatches(search, path, settings/* SETTINGS */.yy.files.default);
    }
    else if (stat.isFile()) {
        search.candidates.set(path, { path, literal: true });
    }
    else {
        search.notFound.push({ named, reason: "is neither a file nor a folder" });
    }
}
function addMatches(search, folder, patterns) {
    const named = new Set(patterns.flatMap((pattern) => pattern.split("/")));
    const ignored = IGNORED_FOLDERS.filter((name) => !named.has(name)).map((name) => `**/${name}/**`);
    const matches = out.sync([...patterns], {
        cwd: folder,
        ignore: [...ignored, ...search.excluded],
        caseSensitiveMatch: false,
        followSymbolicLinks: false,
        suppressErrors: true,
    });
    for (const match of matches) {
        const path = (0,external_node_path_.join)(folder, match);
        if (!search.candidates.has(path))
            search.candidates.set(path, { path, literal: false });
    }
}

// EXTERNAL MODULE: ./lib/source/decode.js
var decode = __webpack_require__(9903);
;// CONCATENATED MODULE: ./lib/discover/prefilter.js
/**
 * Marks of the formats, looked for in the raw bytes: nearly every file of a repository has none of them and is never
 * decoded. A file with one is ours: when it then does not parse, that is an error.
 *
 * A policy document has a Statement (URL-encoded inside some AWS CLI answers), a template names `AWS::IAM::` types, and a
 * plan, a state or a log line of Terraform names `aws_iam_` types.
 */
const marks = ['"Statement"', "%22Statement%22", "AWS::IAM::", "aws_iam_"].map((mark) => Buffer.from(mark));
/** Terraform's binary plan is a zip archive with an entry of this name. */
const zipSignature = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const planEntry = Buffer.from("tfplan");
function isBinaryPlan(bytes) {
    return bytes.subarray(0, 4).equals(zipSignature) && bytes.includes(planEntry);
}
/** Whether the bytes look like a format that we read. UTF-16 spreads the bytes of a mark, so it is decoded first. */
function looksLikeOurs(bytes) {
    const utf16 = utf16Label(bytes);
    return hasMark(utf16 === null ? bytes : Buffer.from(new TextDecoder(utf16).decode(bytes)));
}
function utf16Label(bytes) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe)
        return "utf-16le";
    if (bytes[0] === 0xfe && bytes[1] === 0xff)
        return "utf-16be";
    return null;
}
function hasMark(bytes) {
    return marks.some((mark) => bytes.includes(mark));
}

;// CONCATENATED MODULE: ./lib/discover/read-candidate.js




/** Node can't hold a string of more than half a gigabyte, and a plan of this size already takes seconds. */
const LARGEST_FILE = 256 * 1024 * 1024;
/** How much is looked at of a file that is larger. */
const HEAD = 64 * 1024;
/** Reads a candidate once. A file that can't be read is an error if it was named, or if what can be seen of it is ours. */
function readCandidate(scope, candidate) {
    const path = (0,discover_scope/* reportedPath */.nD)(scope, candidate.path);
    try {
        const { bytes, whole } = readBytes(candidate.path);
        return whole ? contentOf(path, bytes, candidate.literal) : tooLarge(path, bytes, candidate.literal);
    }
    catch (error) {
        return unreadable(path, `can't be read: ${systemReason(error)}`, "check its permissions, or leave it out with `files`");
    }
}
function contentOf(path, bytes, literal) {
    if (isBinaryPlan(bytes)) {
        const help = `run \`terraform show -json ${path} > plan.json\` and check plan.json`;
        return unreadable(path, "is a binary Terraform plan", help);
    }
    if (!literal && !looksLikeOurs(bytes))
        return { kind: "other" };
    const decoded = (0,decode/* decode */.D)(bytes);
    return "text" in decoded
        ? { kind: "text", file: { path, text: decoded.text } }
        : unreadable(path, decoded.fault, "save it as UTF-8");
}
/** A plan names its format first and its resources far behind, so that counts as a mark here. */
function tooLarge(path, head, literal) {
    if (!literal && !looksLikeOurs(head) && !head.includes('"format_version"'))
        return { kind: "other" };
    const help = "split it, or leave it out with `files`";
    return unreadable(path, `is larger than ${LARGEST_FILE / 1024 / 1024} MiB`, help);
}
function unreadable(path, message, help) {
    return { kind: "unreadable", path, message, help };
}
/** All bytes, or the head of a file that is too large. */
function readBytes(path) {
    const descriptor = (0,external_node_fs_.openSync)(path, "r");
    try {
        if ((0,external_node_fs_.fstatSync)(descriptor).size <= LARGEST_FILE)
            return { bytes: (0,external_node_fs_.readFileSync)(descriptor), whole: true };
        const head = Buffer.alloc(HEAD);
        return { bytes: head.subarray(0, (0,external_node_fs_.readSync)(descriptor, head)), whole: false };
    }
    finally {
        (0,external_node_fs_.closeSync)(descriptor);
    }
}
/** `permission denied` of `EACCES: permission denied, open '...'`: the rest repeats the path. */
function systemReason(error) {
    const message = error instanceof Error ? error.message : String(error);
    return /^[A-Z]+: ([^,]+)/.exec(message)?.[1] ?? message;
}

;// CONCATENATED MODULE: ./lib/discover/workspace.js



/** A source or parameter file larger than this is not what it claims to be. */
const LARGEST_SIDE_FILE = 16 * 1024 * 1024;
/**
 * Reads only below `folders`: the workspace, and on the command line the folders that were named literally. Symbolic links
 * are resolved first, so that none leads out. Each file is read and each folder listed once.
 */
function openWorkspace(scope, folders) {
    const read = new Map();
    const listed = new Map();
    return {
        readText(path) {
            const known = read.get(path);
            if (known !== undefined)
                return known;
            const file = readSideFile(scope, folders, path);
            read.set(path, file);
            return file;
        },
        listFolder(path) {
            const known = listed.get(path);
            if (known !== undefined)
                return known;
            const names = listNames((0,discover_scope/* realPathWithin */.Nm)((0,discover_scope/* absolutePath */.Hi)(scope, path), folders));
            listed.set(path, names);
            return names;
        },
    };
}
function listNames(folder) {
    if (folder === null)
        return [];
    try {
        const entries = (0,external_node_fs_.readdirSync)(folder, { withFileTypes: true });
        return entries
            .filter((entry) => !entry.isDirectory())
            .map((entry) => entry.name)
            .sort();
    }
    catch {
        return [];
    }
}
function readSideFile(scope, folders, path) {
    const real = (0,discover_scope/* realPathWithin */.Nm)((0,discover_scope/* absolutePath */.Hi)(scope, path), folders);
    if (real === null)
        return null;
    try {
        const stat = (0,external_node_fs_.statSync)(real);
        if (!stat.isFile() || stat.size > LARGEST_SIDE_FILE)
            return null;
        const decoded = (0,decode/* decode */.D)((0,external_node_fs_.readFileSync)(real));
        return "text" in decoded ? { path, text: decoded.text } : null;
    }
    catch {
        return null;
    }
}

// EXTERNAL MODULE: ./lib/iam/evaluate.js + 5 modules
var evaluate = __webpack_require__(8706);
;// CONCATENATED MODULE: ./lib/iam/managed-policies.js
const AWS_MANAGED = /^arn:[a-z0-9-]+:iam::aws:policy\/(.+)$/;
/** The path and name of an AWS-managed policy, the same in every partition; `null` for any other ARN. */
function awsManagedName(arn) {
    if (typeof arn !== "string")
        return partlyKnownName(arn);
    return AWS_MANAGED.exec(arn)?.[1] ?? null;
}
/** `arn:${AWS::Partition}:iam::aws:policy/...` names the same policy wherever it is deployed. */
function partlyKnownName(arn) {
    if (arn.kind !== "partial")
        return null;
    const [start, partition, rest, ...more] = arn.parts;
    if (start !== "arn:" || typeof partition === "string" || typeof rest !== "string" || more.length > 0)
        return null;
    return AWS_MANAGED.exec(`arn:aws${rest}`)?.[1] ?? null;
}
/** Puts the documents of the AWS-managed policies that we know in the place of references to them. */
async function resolveManagedPolicies(roles) {
    if (!roles.some(({ variants }) => variants.some(refersToAws)))
        return roles;
    const { managedPolicyDocument } = await __webpack_require__.e(/* import() */ 259).then(__webpack_require__.bind(__webpack_require__, 3259));
    const resolve = (policy) => {
        const name = policy.kind === "reference" ? awsManagedName(policy.arn) : null;
        const document = name === null ? null : managedPolicyDocument(name);
        return policy.kind !== "reference" || name === null || document === null ? policy : known(policy, name, document);
    };
    return roles.map((role) => {
        const [first, ...others] = role.variants;
        return {
            ...role,
            variants: [resolveVariant(first, resolve), ...others.map((other) => resolveVariant(other, resolve))],
        };
    });
}
function refersToAws({ policies, boundary }) {
    return [...policies, ...(boundary === null ? [] : [boundary])].some((policy) => {
        return policy.kind === "reference" && awsManagedName(policy.arn) !== null;
    });
}
function resolveVariant(variant, resolve) {
    const { boundary } = variant;
    return {
        ...variant,
        policies: variant.policies.map(resolve),
        boundary: boundary === null ? null : resolve(boundary),
    };
}
/** All of its statements point to where the policy is attached: the document itself is in no file of the user's. */
function known({ place }, name, document) {
    const statements = document.statements.map((statement) => ({ ...statement, place }));
    return {
        kind: "document",
        name: name.slice(name.lastIndexOf("/") + 1),
        attachment: "managed",
        document: { ...document, statements, place },
        awsManaged: true,
        place,
    };
}

// EXTERNAL MODULE: ./lib/iam/service-authorization.js
var service_authorization = __webpack_require__(8782);
// EXTERNAL MODULE: ./lib/source/node.js
var source_node = __webpack_require__(9549);
// EXTERNAL MODULE: ./lib/iam/action-pattern.js
var action_pattern = __webpack_require__(8332);
// EXTERNAL MODULE: ./lib/iam/three.js
var three = __webpack_require__(2797);
// EXTERNAL MODULE: ./lib/iam/condition/condition.js + 6 modules
var condition = __webpack_require__(9624);
// EXTERNAL MODULE: ./lib/iam/condition/context.js
var context = __webpack_require__(6080);
// EXTERNAL MODULE: ./lib/iam/condition/operator.js
var condition_operator = __webpack_require__(775);
// EXTERNAL MODULE: ./lib/iam/principal-id.js
var principal_id = __webpack_require__(7305);
;// CONCATENATED MODULE: ./lib/iam/trust-conditions.js




/** Evaluates a trust statement's conditions with what the caller itself says: who it is, and its external id. */
function trustConditions({ conditions, effect }, version, party, declared) {
    const left = party.party === "appliance" ? conditions.filter((test) => !asksExternalId(test, effect === "Allow")) : conditions;
    const outcome = (0,condition/* evaluateConditions */.w)(left, version, callerContext(party, declared));
    if (effect === "Deny" && left.length < conditions.length)
        return { ...outcome, holds: "no" };
    return outcome;
}
/**
 * The appliance gives the external id that it was set up with: an Allow that asks for one lets it in, and a Deny on
 * callers without it leaves it alone.
 */
function asksExternalId(condition, allow) {
    if (condition.kind !== "test" || condition.key.toLowerCase() !== "sts:externalid")
        return false;
    const operator = (0,condition_operator/* parseOperator */.A)(condition.operator);
    if (operator === null)
        return false;
    if (operator.comparison === "null")
        return condition.values.every(({ text }) => text === (allow ? "false" : "true"));
    return operator.negated !== allow;
}
function callerContext({ principal }, declared) {
    const caller = principal === null ? null : (0,principal_id/* readAwsPrincipal */.w)(principal);
    if (caller === null || (caller.kind !== "entity" && caller.kind !== "account"))
        return (0,context/* declaredContext */.Q)(declared);
    const known = new Map([...declared, ["aws:principalaccount", [caller.account]]]);
    if (caller.kind === "entity")
        known.set("aws:principalarn", [caller.arn]);
    return (0,context/* declaredContext */.Q)(known);
}

// EXTERNAL MODULE: ./lib/iam/trust-principal.js
var trust_principal = __webpack_require__(2008);
;// CONCATENATED MODULE: ./lib/iam/trust.js





const ASSUME_ROLE = (0,action_pattern/* requestedAction */.NY)("sts:AssumeRole");
/**
 * Decides whether a party can assume a role, as far as the role's own side goes. `null` when the role's trust is out of
 * scope. Of several appliances one that is let in is enough.
 */
function evaluateTrust(role, party, appliance, context) {
    const answers = [];
    for (const { trust } of role.variants) {
        if (trust === null)
            return null;
        answers.push("statements" in trust
            ? best(partiesOf(trust, party, appliance), trust, context, role)
            : unknownTrust(role, trust.expression));
    }
    const verified = party === "ec2" || appliance.length > 0;
    const [first] = answers;
    if (first === undefined)
        return null;
    const differs = answers.some(({ verdict }) => verdict !== first.verdict);
    const tooWide = answers.find((answer) => answer.tooWide !== null)?.tooWide ?? null;
    const verdict = differs ? mixed(answers) : first.verdict;
    return { party, verdict, verified, tooWide, causes: answers.flatMap(({ causes }) => causes) };
}
/** The answer where the ways that a template's conditions can fall out differ. */
function mixed(answers) {
    const verdicts = new Set(answers.map(({ verdict }) => verdict));
    if (!verdicts.has("granted") && !verdicts.has("conditional"))
        return verdicts.has("undetermined") ? "undetermined" : "missing";
    return verdicts.has("undetermined") ? "undetermined" : "conditional";
}
function unknownTrust(role, expression) {
    const detail = `the trust policy ${expression} is not known`;
    const cause = { effect: "unknown", policy: trustName(role), statement: null, place: role.place, detail };
    return { verdict: "undetermined", tooWide: null, causes: [cause] };
}
function partiesOf(trust, party, appliance) {
    const lists = trust.statements.flatMap(({ principals }) => principals ?? []);
    const partition = (0,trust_principal/* partitionOf */.i)(lists, appliance);
    if (party === "ec2" || appliance.length === 0)
        return [{ party, principal: null, partition }];
    return appliance.map((principal) => ({ party, principal: principal.trim(), partition }));
}
const BEST_FIRST = ["granted", "conditional", "undetermined", "denied", "missing"];
function best(parties, trust, context, role) {
    const answers = parties.map((party) => answerFor(party, trust, context, role));
    const [first, ...others] = answers;
    if (first === undefined)
        return { verdict: "missing", tooWide: null, causes: [] };
    return others.reduce((left, right) => {
        const order = BEST_FIRST.indexOf(right.verdict) - BEST_FIRST.indexOf(left.verdict);
        if (order !== 0)
            return order < 0 ? right : left;
        return left.tooWide !== null && right.tooWide === null ? right : left;
    }, first);
}
function answerFor(party, trust, context, role) {
    const allows = matching("allow", party, trust, context);
    const denies = matching("deny", party, trust, context).filter(({ matches }) => matches !== "no");
    const tooWide = widthOf(allows);
    const verdict = decide(allows, denies, party, trust);
    const unknownParts = trust.unresolved.map(({ expression, place }) => {
        return { effect: "unknown", policy: trustName(role), statement: null, place, detail: `${expression} is not known` };
    });
    const causes = [...denies, ...allows.filter(({ matches }) => matches !== "no")].map((match) => causeOf(match, role));
    return { verdict, tooWide, causes: verdict === "undetermined" ? [...causes, ...unknownParts] : causes };
}
function decide(allows, denies, party, trust) {
    const granting = allows.filter((allow) => allow.matches !== "no" && !deniedAnyway(allow, denies, party));
    const sure = granting.some(({ matches }) => matches === "yes");
    if (granting.length === 0) {
        if (allows.some(({ matches }) => matches !== "no"))
            return "denied";
        return trust.unresolved.length > 0 ? "undetermined" : "missing";
    }
    const against = denies.filter((deny) => deny.matches === "unknown");
    if (against.some(({ unresolved }) => unresolved))
        return "undetermined";
    if (sure)
        return against.length > 0 ? "conditional" : "granted";
    return granting.every(({ unresolved }) => unresolved) ? "undetermined" : "conditional";
}
/** With no appliance named, a Deny takes an Allow back when it names everyone whom the Allow names. */
function deniedAnyway(allow, denies, { party, principal }) {
    const sure = denies.filter(({ matches }) => matches === "yes");
    if (party === "ec2" || principal !== null)
        return sure.length > 0;
    const denied = new Set(sure.flatMap(({ statement }) => namesOf(statement)));
    return denied.has("*") || namesOf(allow.statement).every((name) => denied.has(name));
}
function namesOf({ principals }) {
    return (principals?.principals ?? []).flatMap(({ type, id }) => (type === "AWS" ? (0,source_node/* showText */.h$)(id) : []));
}
function matching(side, party, trust, context) {
    const matches = [];
    for (const statement of trust.statements) {
        const { effect, principals } = statement;
        const known = typeof effect === "string";
        if (principals === null || (known && effect !== (side === "allow" ? "Allow" : "Deny")))
            continue;
        const { meets, wide } = (0,trust_principal/* meetParty */.k)(principals, party, side);
        const condition = trustConditions(statement, trust.version, party, context);
        const assumes = namesAssumeRole(statement.actions);
        const named = (0,three/* all */.Q7)([meets, assumes, known ? "yes" : "unknown"]);
        const unresolved = named === "unknown" || condition.unknowns.expressions.size > 0;
        const open = assumes !== "no" && condition.holds === "yes" ? wide : null;
        if (named === "no" && open === null)
            continue;
        matches.push({ statement, matches: (0,three/* all */.Q7)([named, condition.holds]), condition, wide: open, unresolved });
    }
    return matches;
}
/** Everyone is too wide wherever it stands; an account only where nothing narrower lets the party in. */
function widthOf(allows) {
    if (allows.some(({ wide }) => wide === "anyone"))
        return "anyone";
    const sure = allows.filter(({ matches }) => matches === "yes");
    return sure.length > 0 && sure.every(({ wide }) => wide === "account") ? "account" : null;
}
function namesAssumeRole({ negated, patterns }) {
    const named = (0,three/* any */.bz)(patterns.map(({ text }) => {
        const pattern = (0,action_pattern/* readAction */.f0)(text);
        if (!(0,action_pattern/* matchesAction */.ch)(pattern, ASSUME_ROLE))
            return "no";
        return pattern.kind === "unknown" ? "unknown" : "yes";
    }));
    return negated ? (0,three/* not */.AU)(named) : named;
}
function causeOf({ statement, matches, condition, unresolved }, role) {
    const effect = unresolved
        ? "unknown"
        : statement.effect === "Deny"
            ? "denies"
            : matches === "yes"
                ? "allows"
                : "limits";
    return {
        effect,
        policy: trustName(role),
        statement,
        place: statement.place,
        detail: detailOf(statement, condition, unresolved),
    };
}
function detailOf({ principals }, { holds, unknowns }, unresolved) {
    if (unresolved) {
        const text = principals?.principals.find(({ id }) => typeof id !== "string")?.id;
        const [expression = text === undefined ? "a value" : (0,source_node/* showText */.h$)(text)] = unknowns.expressions;
        return `${expression} is not known`;
    }
    return holds === "unknown" ? `condition ${[...unknowns.keys].join(", ")}` : null;
}
function trustName(role) {
    return `trust policy of ${role.name ?? role.id}`;
}
/** `unknown` where the trust is out of scope or not fully known. Conditions do not matter here. */
function trustAdmits(role) {
    const admitted = (names) => {
        const answers = role.variants.map(({ trust }) => {
            if (trust === null || !("statements" in trust))
                return "unknown";
            const known = (0,three/* any */.bz)(trust.statements.map((statement) => (statement.effect === "Deny" ? "no" : names(statement))));
            return known === "no" && (trust.unresolved.length > 0 || trust.problems.length > 0) ? "unknown" : known;
        });
        const answer = (0,three/* any */.bz)(answers);
        return answer === "unknown" ? "unknown" : answer === "yes";
    };
    const ec2 = { party: "ec2", principal: null, partition: null };
    return {
        aws: admitted(({ principals }) => (principals?.principals.some(({ type }) => type === "AWS") ? "yes" : "no")),
        ec2: admitted(({ principals }) => (principals === null ? "no" : (0,trust_principal/* meetParty */.k)(principals, ec2, "allow").meets)),
    };
}

// EXTERNAL MODULE: ./lib/source/place.js
var source_place = __webpack_require__(9442);
// EXTERNAL MODULE: ./node_modules/jsonc-parser/lib/umd/main.js
var main = __webpack_require__(9547);
// EXTERNAL MODULE: ./lib/source/json-node.js
var json_node = __webpack_require__(5084);
;// CONCATENATED MODULE: ./lib/source/json-file-node.js



/**
 * A parsed JSON file as nodes. `JSON.parse` keeps only the last of repeated keys, and IAM refuses a document that repeats
 * one; so the keys in the text are counted, and only where the count differs is the text parsed again, with every key kept.
 */
function jsonFileNode(value, document) {
    if (countKeysInText(document.file.text) !== countKeys(value)) {
        const tree = (0,main.parseTree)(document.file.text);
        if (tree !== undefined)
            return nodeFromTree(tree, document.file);
    }
    return (0,json_node/* nodeFromJson */.zm)(value, (0,source_place/* rootPlace */.eG)(document));
}
function countKeysInText(text) {
    let count = 0;
    // Outside of strings JSON has no quotes, so each match is one whole string, and a colon behind it makes it a key.
    for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g))
        if (match[1] !== undefined)
            count += 1;
    return count;
}
function countKeys(value) {
    let count = 0;
    const open = [value];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (typeof next !== "object" || next === null)
            continue;
        const children = Array.isArray(next) ? next : Object.values(next);
        if (!Array.isArray(next))
            count += children.length;
        for (const child of children)
            open.push(child);
    }
    return count;
}
function nodeFromTree(node, file) {
    const place = (0,source_place/* rangePlace */.xG)(file, node.offset, node.offset + node.length);
    switch (node.type) {
        case "array":
            return { kind: "list", place, items: (node.children ?? []).map((child) => nodeFromTree(child, file)) };
        case "object":
            return { kind: "map", place, entries: (node.children ?? []).flatMap((child) => entryFromTree(child, file)) };
        default:
            return { kind: "scalar", place, value: node.value };
    }
}
function entryFromTree(property, file) {
    const [key, value] = property.children ?? [];
    if (key === undefined || value === undefined)
        return [];
    const keyPlace = (0,source_place/* rangePlace */.xG)(file, key.offset, key.offset + key.length);
    return [{ key: String(key.value), keyPlace, value: nodeFromTree(value, file) }];
}

// EXTERNAL MODULE: ./lib/iam/pattern.js
var iam_pattern = __webpack_require__(9335);
// EXTERNAL MODULE: ./lib/source/line-index.js
var line_index = __webpack_require__(2242);
;// CONCATENATED MODULE: ./lib/source/parse-json.js



/** `JSON.parse`; a text that it refuses is looked at again, slowly, to say where and why. */
function parseJson(file) {
    try {
        return { value: JSON.parse(file.text) };
    }
    catch {
        return { fault: explainFault(file) };
    }
}
const NO_BREAK_SPACE = "\u00a0";
const faultWords = {
    CommaExpected: "a comma is missing",
    ColonExpected: "a colon is missing",
    ValueExpected: "a value is missing",
    PropertyNameExpected: "a key in double quotes is missing",
    CloseBraceExpected: "a closing } is missing",
    CloseBracketExpected: "a closing ] is missing",
    EndOfFileExpected: "there is text after the end of the document",
    UnexpectedEndOfString: "a string is not closed",
    UnexpectedEndOfNumber: "a number is not complete",
    UnexpectedEndOfComment: "JSON has no comments",
    InvalidCommentToken: "JSON has no comments",
    InvalidCharacter: "a string holds a control character",
    InvalidEscapeCharacter: "a string holds an unknown escape",
    InvalidUnicode: "a string holds an invalid unicode escape",
    InvalidSymbol: "there is a word that is no JSON value",
    InvalidNumberFormat: "a number is malformed",
};
function explainFault(file) {
    // The vendor's page indents with U+00A0, which JSON does not count as white space. Taken for spaces (of the same
    // length, so that offsets stay), what is left is the next fault, which matters more to whoever mends the file.
    const errors = structuralErrors(file.text.replaceAll(NO_BREAK_SPACE, " "));
    const firstSpace = file.text.indexOf(NO_BREAK_SPACE);
    const first = errors[0];
    if (first === undefined) {
        return firstSpace === -1 ? unexplained(file) : noBreakSpacesOnly(file, firstSpace);
    }
    const at = faultRange(file.text, first);
    const after = first.error === "CommaExpected" || first.error === "ColonExpected" ? precedingToken(file.text, at) : "";
    return {
        message: `${faultWords[first.error] ?? "it is malformed"}${after}`,
        help: faultHelp(file, first, firstSpace),
        place: (0,source_place/* rangePlace */.xG)(file, at, Math.min(at + 1, file.text.length)),
    };
}
function structuralErrors(text) {
    const errors = [];
    try {
        (0,main.parseTree)(text, errors, { disallowComments: true, allowTrailingComma: false });
    }
    catch {
        // A document nested deeper than the parser's stack: there is no better place than its start.
        return [{ error: "TooDeep", offset: 0 }];
    }
    return errors.map((error) => ({ error: (0,main.printParseErrorCode)(error.error), offset: error.offset }));
}
/** A missing comma belongs behind the token before it, where it is to be typed; other faults stand where they are. */
function faultRange(text, fault) {
    if (fault.error !== "CommaExpected" && fault.error !== "ColonExpected")
        return fault.offset;
    return endOfTextBefore(text, fault.offset);
}
function endOfTextBefore(text, offset) {
    let end = offset;
    while (end > 0 && /[\s\u00a0]/.test(text[end - 1] ?? ""))
        end -= 1;
    return end;
}
const LONGEST_SHOWN_TOKEN = 80;
/** ` after "ssm:GetParameter"`: what the reader looks for; nothing when the token is long or spans lines. */
function precedingToken(text, end) {
    const lineStart = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(Math.max(lineStart, end - LONGEST_SHOWN_TOKEN), end);
    const token = /("[^"]*"|[\w.+-]+|[\]}])$/.exec(line)?.[1];
    return token === undefined ? "" : ` after ${token}`;
}
function faultHelp(file, fault, firstSpace) {
    const hints = [];
    if (firstSpace !== -1) {
        if (fault.error === "CommaExpected")
            hints.push("the vendor's page lacks this comma too");
        hints.push(`also replace the no-break spaces (U+00A0, first at ${showPosition(file, firstSpace)})`);
    }
    else if (fault.error === "CommaExpected") {
        hints.push("add the comma");
    }
    return hints.length === 0 ? null : hints.join("; ");
}
function noBreakSpacesOnly(file, at) {
    const count = file.text.split(NO_BREAK_SPACE).length - 1;
    return {
        message: `it holds ${count} no-break spaces (U+00A0), which are not white space in JSON`,
        help: "replace them by ordinary spaces: text copied from the vendor's page has them",
        place: (0,source_place/* rangePlace */.xG)(file, at, at + 1),
    };
}
function unexplained(file) {
    return {
        message: file.text.trim() === "" ? "it is empty" : "it is malformed",
        help: null,
        place: (0,source_place/* rangePlace */.xG)(file, 0, Math.min(1, file.text.length)),
    };
}
function showPosition(file, offset) {
    const { line, column } = (0,line_index/* locateOffsets */.T)(file, offset, offset);
    return `${line}:${column}`;
}

;// CONCATENATED MODULE: ./lib/readers/cloudformation/parameter-file.js




/** The parameter values that the config's `parameters` give a template; a later file wins over an earlier one. */
function givenParameters(template, context) {
    const values = new Map();
    const problems = [];
    for (const { template: pattern, file } of context.parameters) {
        if (pattern !== template && !(0,iam_pattern/* matchesPattern */.MT)(pattern, template))
            continue;
        const text = context.workspace.readText(file);
        if (text === null) {
            problems.push({
                message: `parameter file ${file} can't be read`,
                help: "check the path in `parameters`",
                place: (0,source_place/* filePlace */.Wf)(file),
            });
            continue;
        }
        const parsed = parseJson(text);
        if ("fault" in parsed) {
            problems.push({ ...parsed.fault, message: `${file} is not JSON: ${parsed.fault.message}` });
            continue;
        }
        for (const [name, value] of parameterValues(parsed.value))
            values.set(name, value);
    }
    return { values, problems };
}
/** `[{ParameterKey, ParameterValue}]` as the AWS CLI takes it, or CodePipeline's `{"Parameters": {name: value}}`. */
function parameterValues(value) {
    if (Array.isArray(value)) {
        return value.flatMap((item) => {
            const name = (0,json_node/* isJsonObject */.OW)(item) ? (0,json_node/* property */.MZ)(item, "ParameterKey") : undefined;
            const given = (0,json_node/* isJsonObject */.OW)(item) ? (0,json_node/* property */.MZ)(item, "ParameterValue") : undefined;
            return typeof name === "string" && isPlain(given) ? [[name, String(given)]] : [];
        });
    }
    const parameters = (0,json_node/* isJsonObject */.OW)(value) ? ((0,json_node/* property */.MZ)(value, "Parameters") ?? value) : null;
    if (!(0,json_node/* isJsonObject */.OW)(parameters ?? undefined))
        return [];
    return Object.entries(parameters ?? {}).flatMap(([name, given]) => isPlain(given) ? [[name, String(given)]] : []);
}
function isPlain(value) {
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

// EXTERNAL MODULE: ./lib/iam/parse-document.js + 7 modules
var parse_document = __webpack_require__(1369);
;// CONCATENATED MODULE: ./lib/readers/cloudformation/parameters.js

/**
 * The value that a parameter has when the stack is made: one that was given, else its default, else the only one that
 * `AllowedValues` leaves; null when it is not known. Places are those of the reference, where a reader looks.
 */
function parameterValue(parameter, given, place) {
    const value = given ?? scalarIn(parameter, "Default") ?? onlyAllowed(parameter);
    if (value === null)
        return null;
    const type = scalarIn(parameter, "Type") ?? "String";
    // AWS::SSM::Parameter::Value<...> takes the name of a parameter in the account, not its value.
    if (type.startsWith("AWS::SSM::Parameter"))
        return null;
    if (!type.startsWith("List<") && type !== "CommaDelimitedList")
        return { kind: "scalar", place, value };
    const items = value.split(",").map((item) => ({ kind: "scalar", place, value: item.trim() }));
    return { kind: "list", place, items };
}
/** Whether the value can't be another one: it was given, or only one is allowed. A default can be overridden. */
function isFixed(parameter, given) {
    return given !== null || onlyAllowed(parameter) !== null;
}
function onlyAllowed(parameter) {
    const allowed = parameter.kind === "map" ? (0,source_node/* entryOf */.Ms)(parameter, "AllowedValues")?.value : undefined;
    const [only, ...others] = allowed?.kind === "list" ? allowed.items : [];
    return only?.kind === "scalar" && only.value !== null && others.length === 0 ? String(only.value) : null;
}
function scalarIn(node, key) {
    const value = node.kind === "map" ? (0,source_node/* entryOf */.Ms)(node, key)?.value : undefined;
    return value?.kind === "scalar" && value.value !== null ? String(value.value) : null;
}

;// CONCATENATED MODULE: ./lib/readers/cloudformation/resolver.js


/** Deeper than any template that CloudFormation takes; a resolution that goes on further is a loop or an attack. */
const DEEPEST = 100;
/**
 * Pseudo parameters with one value in all but the China and GovCloud partitions. `ec2.${AWS::URLSuffix}` and
 * `arn:${AWS::Partition}:iam::aws:policy/...` mean the right thing in each partition, so the commercial one stands for all.
 */
const PSEUDO_PARAMETERS = new Map([
    ["AWS::Partition", "aws"],
    ["AWS::URLSuffix", "amazonaws.com"],
]);
/** Replaces intrinsic functions by their values as far as the template tells; the rest becomes `unresolved`. */
class Resolver {
    template;
    given;
    scenario;
    constructor(template, given, scenario) {
        this.template = template;
        this.given = given;
        this.scenario = scenario;
    }
    /** The node with every intrinsic resolved; null when it is `AWS::NoValue`, which removes the property or item. */
    resolve(node, depth = 0) {
        if (depth > DEEPEST)
            return unresolved(node.place, "a value nested too deeply");
        switch (node.kind) {
            case "list":
                return { ...node, items: node.items.flatMap((item) => this.resolve(item, depth + 1) ?? []) };
            case "map":
                return this.resolveMap(node, depth);
            case "scalar":
            case "partial":
            case "unresolved":
                return node;
        }
    }
    resolveMap(node, depth) {
        const [only, ...others] = node.entries;
        if (only !== undefined && others.length === 0 && isIntrinsic(only.key)) {
            return this.intrinsic(only.key, only.value, node.place, depth + 1);
        }
        const entries = node.entries.flatMap((entry) => {
            const value = this.resolve(entry.value, depth + 1);
            return value === null ? [] : [{ ...entry, value }];
        });
        return { ...node, entries };
    }
    intrinsic(name, argument, place, depth) {
        switch (name) {
            case "Ref":
                return this.reference(textArgument(argument), place);
            case "Fn::If":
                return this.choose(argument, place, depth);
            case "Fn::Sub":
                return this.substitute(argument, place, depth);
            case "Fn::Join":
                return this.join(argument, place, depth);
            case "Fn::Select":
                return this.select(argument, place, depth);
            case "Fn::Split":
                return this.split(argument, place, depth);
            case "Fn::FindInMap":
                return this.findInMap(argument, place, depth);
            default:
                return unresolved(place, describe(name, argument));
        }
    }
    reference(name, place) {
        if (name === "AWS::NoValue")
            return null;
        const pseudo = PSEUDO_PARAMETERS.get(name);
        if (pseudo !== undefined)
            return resolver_text(pseudo, place);
        const parameter = this.template.parameters.get(name);
        const value = parameter === undefined ? null : parameterValue(parameter, this.given.get(name) ?? null, place);
        return value ?? unresolved(place, `Ref ${name}`);
    }
    choose(argument, place, depth) {
        const [condition, yes, no] = itemsOf(argument);
        const name = condition === undefined ? "" : textArgument(condition);
        const value = this.scenario.get(name);
        const branch = value === undefined ? undefined : value ? yes : no;
        return branch === undefined ? unresolved(place, `If ${name}`) : this.resolve(branch, depth);
    }
    substitute(argument, place, depth) {
        const [first, variables] = argument.kind === "list" ? argument.items : [argument];
        if (first?.kind !== "scalar" || typeof first.value !== "string")
            return unresolved(place, "Sub of something else than text");
        const own = variables?.kind === "map" ? variables : null;
        const parts = first.value.split(/(\$\{[^}]*\})/).map((part) => {
            if (!part.startsWith("${") || !part.endsWith("}"))
                return part;
            const name = part.slice(2, -1).trim();
            // `${!x}` is how a template writes a literal `${x}`, which is IAM's own policy variable.
            if (name.startsWith("!"))
                return `\${${name.slice(1)}}`;
            const entry = own === null ? undefined : (0,source_node/* entryOf */.Ms)(own, name);
            return this.asText(entry === undefined ? this.attributeOrReference(name, place) : this.resolve(entry.value, depth), name);
        });
        return concatenate(parts, first.place);
    }
    attributeOrReference(name, place) {
        return name.includes(".") ? unresolved(place, `GetAtt ${name}`) : this.reference(name, place);
    }
    asText(node, expression) {
        const value = node === null ? "" : (0,source_node/* textOf */.b6)(node);
        return value ?? { kind: "unresolved", expression };
    }
    join(argument, place, depth) {
        const [separator, list] = itemsOf(argument);
        const joined = list === undefined ? null : this.resolve(list, depth);
        const glue = separator === undefined ? "" : textArgument(separator);
        if (joined?.kind !== "list")
            return unresolved(place, describe("Fn::Join", argument));
        const parts = joined.items.flatMap((item, index) => {
            const part = this.asText(item, describe("Fn::Join", item));
            return index === 0 ? [part] : [glue, part];
        });
        return concatenate(parts, place);
    }
    select(argument, place, depth) {
        const [index, list] = itemsOf(argument);
        const resolved = list === undefined ? null : this.resolve(list, depth);
        const at = index === undefined ? null : this.resolve(index, depth);
        const number = at?.kind === "scalar" ? Number(at.value) : Number.NaN;
        const item = resolved?.kind === "list" ? resolved.items[number] : undefined;
        return item ?? unresolved(place, describe("Fn::Select", argument));
    }
    split(argument, place, depth) {
        const [separator, source] = itemsOf(argument);
        const resolved = source === undefined ? null : this.resolve(source, depth);
        const glue = separator === undefined ? "" : textArgument(separator);
        if (resolved?.kind !== "scalar" || glue === "")
            return unresolved(place, describe("Fn::Split", argument));
        return {
            kind: "list",
            place,
            items: String(resolved.value)
                .split(glue)
                .map((part) => resolver_text(part, place)),
        };
    }
    findInMap(argument, place, depth) {
        const keys = itemsOf(argument).map((item) => this.resolve(item, depth));
        let node = this.template.mappings;
        for (const key of keys.slice(0, 3)) {
            const name = key?.kind === "scalar" ? String(key.value) : null;
            node = name === null || node?.kind !== "map" ? undefined : (0,source_node/* entryOf */.Ms)(node, name)?.value;
        }
        return node === undefined || keys.length < 3
            ? unresolved(place, describe("Fn::FindInMap", argument))
            : this.resolve(node, depth);
    }
}
function isIntrinsic(key) {
    return key === "Ref" || key.startsWith("Fn::");
}
function itemsOf(node) {
    return node.kind === "list" ? node.items : [];
}
function textArgument(node) {
    const value = (0,source_node/* textOf */.b6)(node);
    return value === undefined ? "" : (0,source_node/* showText */.h$)(value);
}
function resolver_text(value, place) {
    return { kind: "scalar", place, value };
}
function unresolved(place, expression) {
    return { kind: "unresolved", place, expression };
}
/** Joins texts; what is known becomes one string, an unknown part keeps the rest usable. */
function concatenate(texts, place) {
    const parts = [];
    for (const part of texts.flatMap((one) => typeof one === "string" || one.kind === "unresolved" ? [one] : one.parts)) {
        const last = parts.at(-1);
        if (typeof part === "string" && typeof last === "string")
            parts[parts.length - 1] = last + part;
        else if (part !== "")
            parts.push(part);
    }
    const [first, ...others] = parts;
    if (first === undefined)
        return resolver_text("", place);
    if (others.length > 0)
        return { kind: "partial", place, parts };
    return typeof first === "string" ? resolver_text(first, place) : unresolved(place, first.expression);
}
/** An expression as its author would name it: `GetAtt Queue.Arn`, `ImportValue shared-role`. */
function describe(name, argument) {
    const short = name.replace("Fn::", "");
    const items = argument.kind === "list" ? argument.items : [argument];
    const shown = items.map(source_node/* textOf */.b6).map((value) => (value === undefined ? "..." : (0,source_node/* showText */.h$)(value)));
    return `${short} ${shown.join(short === "GetAtt" ? "." : ", ")}`;
}

;// CONCATENATED MODULE: ./lib/readers/cloudformation/conditions.js


/** With more open questions than these the branches are not tried out, and what depends on them stays unresolved. */
const MOST_ATOMS = 6;
const conditions_DEEPEST = 100;
/**
 * Every way in which the named conditions can fall out together. Conditions rest on comparisons; one whose two sides are
 * fixed is decided, all others are tried both ways (the same comparison the same way everywhere). A default does not fix a
 * parameter: whoever deploys can override it. Null when there are too many to try.
 */
function scenariosFor(template, given, names) {
    const atoms = new Set();
    const evaluation = new ConditionEvaluation(template, given, new Map(), atoms);
    for (const name of names)
        evaluation.condition(name, 0);
    if (atoms.size > MOST_ATOMS)
        return null;
    const scenarios = new Map();
    for (const trial of trials([...atoms])) {
        const tried = new ConditionEvaluation(template, given, trial, new Set());
        const scenario = new Map(names.map((name) => [name, tried.condition(name, 0)]));
        scenarios.set(JSON.stringify([...scenario]), scenario);
    }
    return [...scenarios.values()];
}
/** All assignments of true and false, without those in which one parameter equals two different values. */
function* trials(atoms) {
    for (let bits = 2 ** atoms.length - 1; bits >= 0; bits -= 1) {
        const trial = new Map(atoms.map((atom, index) => [atom, (bits >> index) % 2 === 1]));
        const equal = [...trial].filter(([, value]) => value).map(([atom]) => atom.split(" = ")[0]);
        if (new Set(equal).size === equal.length)
            yield trial;
    }
}
class ConditionEvaluation {
    template;
    given;
    trial;
    atoms;
    constructor(template, given, trial, atoms) {
        this.template = template;
        this.given = given;
        this.trial = trial;
        this.atoms = atoms;
    }
    condition(name, depth) {
        const node = this.template.conditions.get(name);
        // A condition that is not there or that loops is an error to CloudFormation: it is tried like any unknown.
        return node === undefined || depth > conditions_DEEPEST ? this.atom(`condition ${name}`) : this.evaluate(node, depth + 1);
    }
    evaluate(node, depth) {
        const [entry] = node.kind === "map" ? node.entries : [];
        if (entry === undefined || depth > conditions_DEEPEST)
            return this.atom("an unknown condition");
        // Every operand is looked at, even behind one that decides, so that the first pass meets all comparisons.
        const operands = () => itemsOf(entry.value).map((item) => this.evaluate(item, depth + 1));
        switch (entry.key) {
            case "Condition":
                return this.condition(textArgument(entry.value), depth);
            case "Fn::And":
                return operands().every(Boolean);
            case "Fn::Or":
                return operands().some(Boolean);
            case "Fn::Not":
                return !operands().some(Boolean);
            case "Fn::Equals":
                return this.equals(entry.value);
            default:
                return this.atom(`${entry.key} ${textArgument(entry.value)}`);
        }
    }
    equals(argument) {
        const [left, right] = itemsOf(argument).map((side) => this.side(side));
        if (left === undefined || right === undefined)
            return this.atom("an incomplete Fn::Equals");
        if (left.fixed && right.fixed)
            return left.text === right.text;
        // The open side first, so that comparisons of one parameter are known to be of one.
        return this.atom(left.fixed ? `${right.text} = ${left.text}` : `${left.text} = ${right.text}`);
    }
    side(node) {
        if (node.kind === "scalar")
            return { text: String(node.value), fixed: true };
        const name = referenceName(node);
        const parameter = name === null ? undefined : this.template.parameters.get(name);
        if (name === null || parameter === undefined)
            return { text: name ?? showFunction(node), fixed: false };
        const given = this.given.get(name) ?? null;
        const value = isFixed(parameter, given) ? parameterValue(parameter, given, node.place) : null;
        return value?.kind === "scalar" ? { text: String(value.value), fixed: true } : { text: name, fixed: false };
    }
    atom(text) {
        this.atoms.add(text);
        return this.trial.get(text) ?? false;
    }
}
function referenceName(node) {
    const [entry] = node.kind === "map" ? node.entries : [];
    return entry?.key === "Ref" ? textArgument(entry.value) : null;
}
function showFunction(node) {
    const [entry] = node.kind === "map" ? node.entries : [];
    return entry === undefined ? "..." : `${entry.key} ${itemsOf(entry.value).map(textArgument).join(", ")}`;
}
/** Names of the conditions that choose between branches anywhere below a node. */
function conditionsIn(node, found = new Set()) {
    const open = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (next.kind === "list")
            open.push(...next.items);
        if (next.kind !== "map")
            continue;
        for (const { key, value } of next.entries) {
            if (key === "Fn::If") {
                const name = itemsOf(value)[0];
                if (name !== undefined)
                    found.add(textArgument(name));
            }
            open.push(value);
        }
    }
    return found;
}

;// CONCATENATED MODULE: ./lib/readers/cloudformation/scenario.js
/** `condition IsProd is true`; null when no condition matters. */
function describeScenario(scenario) {
    if (scenario.size === 0)
        return null;
    return [...scenario].map(([name, value]) => `condition ${name} is ${value}`).join(" and ");
}

;// CONCATENATED MODULE: ./lib/readers/cloudformation/roles.js





/** Resource types that carry policies for a role, beside the role itself. */
const POLICY_TYPES = ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"];
/** The roles of a template, each with what attaches to it from either side, in every way its conditions can fall out. */
function templateRoles(template, given, file) {
    const resources = [...template.resources.values()];
    const roles = resources.filter(({ type }) => type === "AWS::IAM::Role");
    const policies = resources.filter(({ type }) => POLICY_TYPES.includes(type));
    const profiles = resources.filter(({ type }) => type === "AWS::IAM::InstanceProfile");
    return roles.flatMap((role) => {
        const attached = policies.filter((policy) => mentions(role, policy));
        return new RoleBuilder(template, given, role, attached, profiles).build(file) ?? [];
    });
}
/** A cheap look whether a policy can have to do with a role: one of them names the other, or attaches to a plain name. */
function mentions(role, policy) {
    const lists = [(0,source_node/* entryOf */.Ms)(policy.properties, "Roles"), (0,source_node/* entryOf */.Ms)(policy.properties, "RoleName")];
    return lists.some((entry) => entry !== undefined) || names(role.properties, policy.logicalId);
}
function names(node, logicalId) {
    const open = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (next.kind === "list")
            open.push(...next.items);
        else if (next.kind === "map")
            open.push(...next.entries.map(({ value }) => value));
        else if (next.kind === "scalar" && typeof next.value === "string" && next.value.includes(logicalId))
            return true;
    }
    return false;
}
class RoleBuilder {
    template;
    given;
    role;
    policies;
    profiles;
    constructor(template, given, role, policies, profiles) {
        this.template = template;
        this.given = given;
        this.role = role;
        this.policies = policies;
        this.profiles = profiles;
    }
    build(file) {
        const scenarios = this.scenarios();
        const existing = scenarios.filter((scenario) => this.role.condition === null || scenario.get(this.role.condition) !== false);
        const [first, ...rest] = existing.map((scenario) => this.variant(scenario));
        const scenario = existing[0];
        if (first === undefined || scenario === undefined)
            return null;
        const resolver = this.resolver(scenario);
        const name = resolver.resolve((0,source_node/* entryOf */.Ms)(this.role.properties, "RoleName")?.value ?? missing(this.role.place));
        return {
            id: this.role.logicalId,
            name: name?.kind === "scalar" && typeof name.value === "string" ? name.value : null,
            format: "cloudformation",
            place: this.role.place,
            file,
            marker: marker(this.role, resolver),
            variants: [first, ...rest],
            instanceProfile: this.instanceProfile(resolver),
            removed: false,
        };
    }
    scenarios() {
        const used = new Set();
        for (const resource of [this.role, ...this.policies]) {
            if (resource.condition !== null)
                used.add(resource.condition);
            conditionsIn(resource.properties, used);
        }
        return used.size === 0 ? [new Map()] : (scenariosFor(this.template, this.given, [...used].sort()) ?? [new Map()]);
    }
    resolver(scenario) {
        return new Resolver(this.template, this.given, scenario);
    }
    variant(scenario) {
        const resolver = this.resolver(scenario);
        const { properties } = this.role;
        const boundary = resolved(resolver, properties, "PermissionsBoundary");
        const trust = resolved(resolver, properties, "AssumeRolePolicyDocument");
        const present = this.policies.filter(({ condition }) => condition === null || scenario.get(condition) !== false);
        return {
            when: describeScenario(scenario),
            policies: [
                ...this.inlinePolicies(resolver),
                ...this.managedPolicies(resolver),
                ...present
                    .filter((policy) => this.attaches(policy, resolver))
                    .map((policy) => resourcePolicy(policy, resolver)),
            ],
            boundary: boundary === null ? null : this.managedPolicy(boundary, resolver),
            trust: trust === null ? (0,parse_document/* parsePolicyDocument */.X)(missing(this.role.place), "trust") : documentOrUnresolved(trust, "trust"),
        };
    }
    inlinePolicies(resolver) {
        const policies = resolved(resolver, this.role.properties, "Policies");
        if (policies === null)
            return [];
        if (policies.kind !== "list")
            return [unresolvedPolicy("Policies", policies)];
        return policies.items.map((item) => {
            if (item.kind !== "map")
                return unresolvedPolicy("Policies", item);
            return documentPolicy(showName((0,source_node/* entryOf */.Ms)(item, "PolicyName")?.value, this.role.logicalId), item, "inline");
        });
    }
    managedPolicies(resolver) {
        const arns = resolved(resolver, this.role.properties, "ManagedPolicyArns");
        if (arns === null)
            return [];
        if (arns.kind !== "list")
            return [unresolvedPolicy("ManagedPolicyArns", arns)];
        return arns.items.map((item) => this.managedPolicy(item, resolver));
    }
    /** A managed policy by its ARN: one of this template, or one that is looked up or stays unknown. */
    managedPolicy(arn, resolver) {
        const logicalId = linkedLogicalId(arn);
        const resource = logicalId === null ? undefined : this.template.resources.get(logicalId);
        if (resource?.type === "AWS::IAM::ManagedPolicy")
            return resourcePolicy(resource, resolver);
        const text = (0,source_node/* textOf */.b6)(arn);
        return text === undefined
            ? unresolvedPolicy("managed policy", arn)
            : { kind: "reference", arn: text, place: arn.place };
    }
    /** Whether a policy resource names this role among those that it attaches itself to. */
    attaches(policy, resolver) {
        const roles = resolved(resolver, policy.properties, "Roles");
        const role = resolved(resolver, policy.properties, "RoleName");
        return [...(roles === null ? [] : itemsOf(roles)), ...(role === null ? [] : [role])].some((node) => this.isThis(node, resolver));
    }
    isThis(node, resolver) {
        if (linkedLogicalId(node) === this.role.logicalId)
            return true;
        const name = resolved(resolver, this.role.properties, "RoleName");
        const [own, other] = [name === null ? undefined : (0,source_node/* textOf */.b6)(name), (0,source_node/* textOf */.b6)(node)];
        return typeof own === "string" && own === other;
    }
    instanceProfile(resolver) {
        let unknown = null;
        for (const profile of this.profiles) {
            const roles = resolved(resolver, profile.properties, "Roles");
            if (roles === null)
                continue;
            if (itemsOf(roles).some((node) => this.isThis(node, resolver)))
                return true;
            const open = [roles, ...itemsOf(roles)].find((node) => node.kind === "unresolved" && !this.isOther(node));
            if (open?.kind === "unresolved")
                unknown = { kind: "unresolved", expression: open.expression };
        }
        return unknown ?? false;
    }
    isOther(node) {
        const logicalId = linkedLogicalId(node);
        return logicalId !== null && this.template.resources.has(logicalId);
    }
}
/** The resource that an unresolved `Ref` or `GetAtt` names. */
function linkedLogicalId(node) {
    if (node.kind !== "unresolved")
        return null;
    return /^(?:Ref|GetAtt) ([A-Za-z0-9]+)/.exec(node.expression)?.[1] ?? null;
}
function resolved(resolver, properties, key) {
    const entry = (0,source_node/* entryOf */.Ms)(properties, key);
    return entry === undefined ? null : resolver.resolve(entry.value);
}
function missing(place) {
    return { kind: "scalar", place, value: null };
}
function resourcePolicy(policy, resolver) {
    const properties = resolver.resolve(policy.properties);
    const attachment = policy.type === "AWS::IAM::ManagedPolicy" ? "managed" : "inline";
    if (properties?.kind !== "map")
        return unresolvedPolicy(policy.logicalId, properties ?? missing(policy.place));
    return documentPolicy(policy.logicalId, properties, attachment);
}
function documentPolicy(name, holder, attachment) {
    const document = (0,source_node/* entryOf */.Ms)(holder, "PolicyDocument")?.value ?? missing(holder.place);
    if (document.kind === "unresolved" || document.kind === "partial")
        return unresolvedPolicy(name, document);
    const parsed = parseDocument(document, "identity");
    return { kind: "document", name, attachment, document: parsed, awsManaged: false, place: document.place };
}
/** The property is JSON to CloudFormation, so a string that holds a document is one. */
function parseDocument(node, use) {
    const isText = node.kind === "scalar" && typeof node.value === "string";
    return isText ? (0,parse_document/* parsePolicyText */.XL)(String(node.value), node.place, use) : (0,parse_document/* parsePolicyDocument */.X)(node, use);
}
function documentOrUnresolved(node, use) {
    if (node.kind === "unresolved")
        return { kind: "unresolved", expression: node.expression };
    return parseDocument(node, use);
}
function unresolvedPolicy(name, node) {
    const value = (0,source_node/* textOf */.b6)(node);
    return { kind: "unresolved", name, expression: value === undefined ? name : (0,source_node/* showText */.h$)(value), place: node.place };
}
function showName(node, fallback) {
    const value = node === undefined ? undefined : (0,source_node/* textOf */.b6)(node);
    return value === undefined ? fallback : (0,source_node/* showText */.h$)(value);
}
const MARKER_TAG = "worker-iam-check";
/** `Metadata: { WorkerIamCheck: [backup, restore] }`, or the tag. */
function marker(role, resolver) {
    const metadata = role.metadata?.kind === "map" ? (0,source_node/* entryOf */.Ms)(role.metadata, "WorkerIamCheck") : undefined;
    if (metadata !== undefined) {
        const { value } = metadata;
        const kinds = (value.kind === "list" ? value.items : [value]).map((item) => showName(item, ""));
        return { text: kinds.join(" "), place: value.place };
    }
    const tags = resolved(resolver, role.properties, "Tags");
    for (const tag of tags === null ? [] : itemsOf(tags)) {
        if (tag.kind !== "map" || showName((0,source_node/* entryOf */.Ms)(tag, "Key")?.value, "") !== MARKER_TAG)
            continue;
        return { text: showName((0,source_node/* entryOf */.Ms)(tag, "Value")?.value, ""), place: tag.place };
    }
    return null;
}

;// CONCATENATED MODULE: ./lib/readers/cloudformation/template.js

/** A map with `Resources` of which one has a Type such as `AWS::IAM::Role`, or that says it is a template. */
function isTemplate(root) {
    if (root.kind !== "map")
        return false;
    if ((0,source_node/* entryOf */.Ms)(root, "AWSTemplateFormatVersion") !== undefined || (0,source_node/* entryOf */.Ms)(root, "Transform") !== undefined)
        return true;
    const resources = (0,source_node/* entryOf */.Ms)(root, "Resources")?.value;
    return resources?.kind === "map" && resources.entries.some(({ value }) => typeOf(value)?.includes("::") === true);
}
function readTemplate(root) {
    const section = (name) => {
        const node = (0,source_node/* entryOf */.Ms)(root, name)?.value;
        return node?.kind === "map" ? node.entries : [];
    };
    const resources = section("Resources");
    return {
        parameters: new Map(section("Parameters").map(({ key, value }) => [key, value])),
        mappings: (0,source_node/* entryOf */.Ms)(root, "Mappings")?.value,
        conditions: new Map(section("Conditions").map(({ key, value }) => [key, value])),
        resources: new Map(resources.flatMap((entry) => resourceOf(entry)).map((resource) => [resource.logicalId, resource])),
        loops: resources.filter(({ key }) => key.startsWith("Fn::ForEach")),
    };
}
function resourceOf({ key, keyPlace, value }) {
    const type = typeOf(value);
    if (type === null || value.kind !== "map")
        return [];
    const properties = (0,source_node/* entryOf */.Ms)(value, "Properties")?.value;
    const condition = (0,source_node/* entryOf */.Ms)(value, "Condition")?.value;
    return [
        {
            logicalId: key,
            type,
            place: keyPlace,
            properties: properties?.kind === "map" ? properties : { kind: "map", place: value.place, entries: [] },
            metadata: (0,source_node/* entryOf */.Ms)(value, "Metadata")?.value,
            condition: condition?.kind === "scalar" && typeof condition.value === "string" ? condition.value : null,
        },
    ];
}
function typeOf(node) {
    const type = node.kind === "map" ? (0,source_node/* entryOf */.Ms)(node, "Type")?.value : undefined;
    return type?.kind === "scalar" && typeof type.value === "string" ? type.value : null;
}

;// CONCATENATED MODULE: ./lib/readers/cloudformation/index.js





/** CloudFormation templates, in JSON or YAML. */
const cloudFormationReader = {
    format: "cloudformation",
    recognises(parsed) {
        if (parsed.syntax === "yaml")
            return parsed.documents.some(isTemplate);
        if (!(0,json_node/* isJsonObject */.OW)(parsed.value))
            return false;
        const { value } = parsed;
        return ["AWSTemplateFormatVersion", "Transform", "Resources"].some((key) => (0,json_node/* property */.MZ)(value, key) !== undefined);
    },
    read(parsed, context) {
        const given = givenParameters(parsed.file.path, context);
        const roots = parsed.syntax === "yaml" ? parsed.documents : [jsonFileNode(parsed.value, parsed.document)];
        const templates = roots.filter(isTemplate).map(readTemplate);
        return {
            roles: templates.flatMap((template) => templateRoles(template, given.values, parsed.file.path)),
            problems: given.problems,
            grammar: [],
            passedOver: templates.flatMap(({ loops }) => loops.map(({ key, keyPlace }) => ({
                id: key,
                reason: "a Fn::ForEach loop: what it makes is not expanded",
                place: keyPlace,
            }))),
        };
    },
};

// EXTERNAL MODULE: ./lib/source/repeated-keys.js
var repeated_keys = __webpack_require__(6716);
;// CONCATENATED MODULE: ./lib/source/json-document.js


/** A JSON text. The position-keeping tree is parsed at the first question and kept. */
function jsonDocument(file) {
    let tree;
    const root = () => {
        if (tree === undefined)
            tree = parse(file.text);
        return tree;
    };
    let repeated;
    return {
        file,
        repeatedKeys() {
            repeated ??= (0,repeated_keys/* repeatedKeys */.f)(file.text);
            return repeated;
        },
        find(path, part) {
            const top = root();
            const node = top === null ? undefined : (0,main.findNodeAtLocation)(top, [...path]);
            if (node === undefined)
                return null;
            const key = node.parent?.type === "property" ? node.parent.children?.[0] : undefined;
            const target = part === "key" && key !== undefined ? key : node;
            return { start: target.offset, end: target.offset + target.length };
        },
    };
}
function parse(text) {
    try {
        return (0,main.parseTree)(text) ?? null;
    }
    catch (error) {
        // The parser recurses: a text nested some thousands deep overflows the stack, and then the file is place enough.
        if (error instanceof RangeError)
            return null;
        throw error;
    }
}

// EXTERNAL MODULE: ./lib/source/yaml-node.js
var yaml_node = __webpack_require__(579);
;// CONCATENATED MODULE: ./lib/readers/parse-file.js



/**
 * A text that starts with a bracket is JSON, unless its extension says YAML (JSON with comments or trailing commas is valid
 * YAML). Any other text is YAML if its extension allows: `.template` and `.cform` hold either.
 */
function parseFile(file) {
    const yamlExtension = /\.ya?ml$/i.test(file.path);
    const bracket = /^[\s\u00a0]*[[{]/.test(file.text.slice(0, 1024));
    if (/\.json$/i.test(file.path) || (bracket && !yamlExtension))
        return parseJsonFile(file);
    const parsed = (0,yaml_node/* parseYaml */.h)(file);
    const error = parsed.errors[0];
    if (error === undefined)
        return { parsed: { syntax: "yaml", file, documents: parsed.documents } };
    return { problem: { message: `${file.path} is not YAML: ${error.message}`, help: null, place: error.place } };
}
function parseJsonFile(file) {
    const parsed = parseJson(file);
    if ("value" in parsed)
        return { parsed: { syntax: "json", file, value: parsed.value, document: jsonDocument(file) } };
    const { message, help, place } = parsed.fault;
    return { problem: { message: `${file.path} is not JSON: ${message}`, help, place } };
}

;// CONCATENATED MODULE: ./lib/readers/policy-json/documents.js



/** A map with a Statement is a policy document, whatever else is wrong with it. */
function isDocument(node) {
    return node?.kind === "map" && (0,source_node/* entryOf */.Ms)(node, "Statement") !== undefined;
}
/**
 * A document where an AWS CLI answer has one: an object, or the text of one, which IAM's own API returns URL-encoded
 * (RFC 3986), as `aws iam get-role-policy` shows on some versions. The text's nodes share the place of the string.
 */
function documentIn(node) {
    if (node?.kind !== "scalar" || typeof node.value !== "string")
        return node;
    const value = parseText(node.value);
    const range = (0,source_place/* rangeOf */.be)(node.place);
    return value === undefined ? undefined : (0,json_node/* nodeFromJson */.zm)(value, range ?? (0,source_place/* filePlace */.Wf)((0,source_place/* fileOf */.W7)(node.place)));
}
function parseText(text) {
    try {
        return JSON.parse(text.startsWith("%7B") ? decodeURIComponent(text) : text);
    }
    catch {
        return undefined;
    }
}
function documentUse(document) {
    const statements = statementsOf(document);
    const withPrincipal = statements.filter((statement) => has(statement, "Principal") || has(statement, "NotPrincipal"));
    if (withPrincipal.length === 0)
        return "identity";
    if (statements.some((statement) => has(statement, "Resource") || has(statement, "NotResource"))) {
        // One stray Principal in an identity policy is a fault that `invalid-policy` reports; in every statement it is a choice.
        return withPrincipal.length === statements.length ? "resource" : "identity";
    }
    return "trust";
}
function has(statement, key) {
    return (0,source_node/* entryOf */.Ms)(statement, key) !== undefined;
}
function statementsOf(document) {
    const statement = (0,source_node/* entryOf */.Ms)(document, "Statement")?.value;
    const items = statement?.kind === "list" ? statement.items : statement === undefined ? [] : [statement];
    return items.filter((item) => item.kind === "map");
}

;// CONCATENATED MODULE: ./lib/readers/policy-json/account-details.js



/**
 * Roles of an AWS CLI answer: `get-account-authorization-details` holds them whole (`RoleDetailList`, `Policies`), `get-role`
 * (`Role`) only with trust and boundary, so that what its policies grant is not known.
 * Shapes: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html
 */
function accountRoles(root, file) {
    const managed = managedPolicies(root);
    const details = mapsIn(root, "RoleDetailList").map((detail) => roleFrom(detail, file, managed, true));
    const role = (0,source_node/* entryOf */.Ms)(root, "Role")?.value;
    return role?.kind === "map" ? [...details, roleFrom(role, file, managed, false)] : details;
}
/** Managed policies of the answer by ARN: the document of the version that is in force. */
function managedPolicies(root) {
    const policies = new Map();
    for (const policy of mapsIn(root, "Policies")) {
        const versions = mapsIn(policy, "PolicyVersionList");
        const inForce = versions.find((version) => scalar(version, "IsDefaultVersion") === "true");
        const document = inForce === undefined ? undefined : documentIn((0,source_node/* entryOf */.Ms)(inForce, "Document")?.value);
        const arn = scalar(policy, "Arn");
        if (arn !== null && isDocument(document))
            policies.set(arn, document);
    }
    return policies;
}
function roleFrom(detail, file, managed, whole) {
    const name = scalar(detail, "RoleName");
    const trust = documentIn((0,source_node/* entryOf */.Ms)(detail, "AssumeRolePolicyDocument")?.value);
    const boundary = (0,source_node/* entryOf */.Ms)(detail, "PermissionsBoundary")?.value;
    const variant = {
        when: null,
        policies: whole ? attachedPolicies(detail, managed) : [unseenPolicies(detail)],
        boundary: boundary?.kind === "map" ? managedPolicy(boundary, "PermissionsBoundaryArn", managed) : null,
        trust: trust === undefined ? null : (0,parse_document/* parsePolicyDocument */.X)(trust, "trust"),
    };
    return {
        id: name ?? "role",
        name,
        format: "policy-json",
        place: detail.place,
        file,
        marker: markerTag(detail),
        variants: [variant],
        instanceProfile: whole ? mapsIn(detail, "InstanceProfileList").length > 0 : null,
        removed: false,
    };
}
function unseenPolicies(detail) {
    return {
        kind: "unresolved",
        name: "policies of the role",
        expression: "not part of `aws iam get-role`",
        place: detail.place,
    };
}
function attachedPolicies(detail, managed) {
    const inline = mapsIn(detail, "RolePolicyList").map((entry) => {
        const name = scalar(entry, "PolicyName") ?? "inline policy";
        const document = documentIn((0,source_node/* entryOf */.Ms)(entry, "PolicyDocument")?.value);
        if (document === undefined)
            return { kind: "unresolved", name, expression: "PolicyDocument", place: entry.place };
        const parsed = (0,parse_document/* parsePolicyDocument */.X)(document, "identity");
        return { kind: "document", name, attachment: "inline", document: parsed, awsManaged: false, place: entry.place };
    });
    const attached = mapsIn(detail, "AttachedManagedPolicies").map((entry) => managedPolicy(entry, "PolicyArn", managed));
    return [...inline, ...attached];
}
function managedPolicy(entry, key, managed) {
    const arn = scalar(entry, key) ?? "";
    const document = managed.get(arn);
    if (document === undefined)
        return { kind: "reference", arn, place: entry.place };
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    const parsed = (0,parse_document/* parsePolicyDocument */.X)(document, "identity");
    const awsManaged = arn.includes(":iam::aws:");
    return { kind: "document", name, attachment: "managed", document: parsed, awsManaged, place: document.place };
}
const account_details_MARKER_TAG = "worker-iam-check";
function markerTag(detail) {
    const tag = mapsIn(detail, "Tags").find((entry) => scalar(entry, "Key") === account_details_MARKER_TAG);
    const text = tag === undefined ? null : scalar(tag, "Value");
    return tag === undefined || text === null ? null : { text, place: tag.place };
}
function mapsIn(node, key) {
    const list = (0,source_node/* entryOf */.Ms)(node, key)?.value;
    return list?.kind === "list" ? list.items.filter((item) => item.kind === "map") : [];
}
function scalar(node, key) {
    const value = (0,source_node/* entryOf */.Ms)(node, key)?.value;
    const text = value === undefined ? undefined : (0,source_node/* textOf */.b6)(value);
    return typeof text === "string" ? text : null;
}

;// CONCATENATED MODULE: ./lib/readers/policy-json/loose-document.js

/**
 * A document that belongs to no role: a role of its own, named after its file, until the config's `groups` joins it with
 * others. What it does not hold (its trust, an instance profile) is out of scope, not missing.
 */
function looseDocumentRole(file, document, use) {
    const name = baseName(file);
    const parsed = (0,parse_document/* parsePolicyDocument */.X)(document, use);
    const policy = {
        kind: "document",
        name,
        attachment: "managed",
        document: parsed,
        awsManaged: false,
        place: document.place,
    };
    const variant = use === "identity"
        ? { when: null, policies: [policy], boundary: null, trust: null }
        : { when: null, policies: [], boundary: null, trust: parsed };
    return {
        id: name,
        name: null,
        format: "policy-json",
        place: document.place,
        file,
        marker: null,
        variants: [variant],
        instanceProfile: null,
        removed: false,
    };
}
/** The file's name without folders and its last extension. */
function baseName(file) {
    const name = file.slice(file.lastIndexOf("/") + 1);
    const dot = name.lastIndexOf(".");
    return dot > 0 ? name.slice(0, dot) : name;
}

;// CONCATENATED MODULE: ./lib/readers/policy-json/index.js






/** Keys of AWS CLI answers that hold one document: `get-role-policy`, `get-policy-version`, `get-bucket-policy` and the like. */
const WRAPPERS = [
    ["PolicyVersion", "Document"],
    ["PolicyDocument"],
    ["AssumeRolePolicyDocument"],
    ["Document"],
    ["Policy"],
];
/** Policy documents in JSON: as files of their own, and inside the answers of the AWS CLI. */
const policyJsonReader = {
    format: "policy-json",
    recognises(parsed) {
        if (parsed.syntax !== "json" || !(0,json_node/* isJsonObject */.OW)(parsed.value))
            return false;
        const keys = ["Statement", "RoleDetailList", "Role", ...WRAPPERS.map((path) => path[0] ?? "")];
        return keys.some((key) => (0,json_node/* property */.MZ)(parsed.value, key) !== undefined);
    },
    read(parsed) {
        if (parsed.syntax !== "json")
            return empty;
        const root = jsonFileNode(parsed.value, parsed.document);
        if (root.kind !== "map")
            return empty;
        const roles = accountRoles(root, parsed.file.path);
        if (roles.length > 0)
            return { ...empty, roles };
        const document = isDocument(root) ? root : wrappedDocument(root);
        return document === undefined ? empty : readDocument(parsed.file.path, document);
    },
};
const empty = { roles: [], problems: [], grammar: [], passedOver: [] };
function wrappedDocument(root) {
    for (const path of WRAPPERS) {
        const document = documentIn(valueAt(root, path));
        if (isDocument(document))
            return document;
    }
    return undefined;
}
function valueAt(root, path) {
    let node = root;
    for (const key of path)
        node = node?.kind === "map" ? (0,source_node/* entryOf */.Ms)(node, key)?.value : undefined;
    return node;
}
function readDocument(file, document) {
    const use = documentUse(document);
    if (use !== "resource")
        return { ...empty, roles: [looseDocumentRole(file, document, use)] };
    const reason = "a resource policy: it names principals and resources, and belongs to no role";
    return { ...empty, passedOver: [{ id: baseName(file), reason, place: document.place }] };
}

;// CONCATENATED MODULE: ./lib/readers/terraform-plan/address.js
/** `module.a["x"].module.b[0]` as steps. Terraform's own addresses: quotes and backslashes in keys are escaped. */
function parseModuleAddress(address) {
    const steps = [];
    for (const match of address.matchAll(/(?:^|\.)module\.([^.[]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?/g)) {
        steps.push({ name: match[1] ?? "", key: match[2] ?? null });
    }
    return steps;
}
function formatModuleAddress(path) {
    return path.map(({ name, key }) => `module.${name}${key ?? ""}`).join(".");
}
const KEY = String.raw `(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?`;
const outputPattern = new RegExp(String.raw `^module\.([^.[]+)${KEY}\.([^.[]+)`);
const resourcePattern = new RegExp(String.raw `^(data\.)?([a-z0-9_]+)\.([^.[]+)${KEY}`);
function parseReference(text) {
    if (text.startsWith("each.value"))
        return { kind: "each" };
    const variable = /^var\.([^.[]+)/.exec(text);
    if (variable !== null)
        return { kind: "variable", name: variable[1] ?? "" };
    const output = outputPattern.exec(text);
    if (output !== null)
        return { kind: "output", module: output[1] ?? "", key: output[2] ?? null, output: output[3] ?? "" };
    const [, data, type, name, key] = resourcePattern.exec(text) ?? [];
    if (type === undefined || name === undefined || NOT_TYPES.has(type))
        return { kind: "other" };
    return { kind: "resource", type, name, key: key ?? null, data: data !== undefined };
}
const NOT_TYPES = new Set(["each", "count", "local", "path", "self", "terraform", "module", "var"]);

;// CONCATENATED MODULE: ./lib/readers/terraform-plan/plan.js


const EMPTY = {};
/** The parts of a plan (or of a state, which has values and no changes) that bear on IAM. All else is left alone. */
function readPlan(plan) {
    const changes = listIn(plan, "resource_changes").flatMap((change) => plannedResource(change) ?? []);
    const known = new Set(changes.map(({ address }) => address));
    const prior = stateResources(objectIn(objectIn(plan, "prior_state"), "values"), "data");
    const state = stateResources(objectIn(plan, "values"), "managed");
    const root = objectIn(objectIn(plan, "configuration"), "root_module");
    return {
        resources: [...changes, ...[...prior, ...state].filter(({ address }) => !known.has(address))],
        root: moduleConfig(root),
    };
}
/** IAM resources, and the data sources that documents are built by. */
function matters(type) {
    return type.startsWith("aws_iam_");
}
function plannedResource(node) {
    const type = textIn(node, "type");
    if (!matters(type))
        return null;
    const change = objectIn(node, "change");
    const actions = (0,json_node/* property */.MZ)(change, "actions");
    const planned = Array.isArray(actions) ? actions : [];
    if (planned.includes("forget") && planned.length === 1)
        return null;
    const deleted = planned.includes("delete") && planned.length === 1;
    return {
        ...identity(node, type),
        values: objectIn(change, deleted ? "before" : "after"),
        unknown: objectIn(change, "after_unknown"),
        sensitive: objectIn(change, deleted ? "before_sensitive" : "after_sensitive"),
        deleted,
    };
}
function identity(node, type) {
    const index = (0,json_node/* property */.MZ)(node, "index");
    const address = textIn(node, "address");
    return {
        address,
        module: parseModuleAddress(textIn(node, "module_address") || modulePart(address)),
        type,
        name: textIn(node, "name"),
        key: index === undefined || index === null ? null : `[${JSON.stringify(index)}]`,
    };
}
/** A state lists resources by module and gives them whole addresses, from which the module's is cut. */
function modulePart(address) {
    return /^(?:module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)+/.exec(address)?.[0] ?? "";
}
function stateResources(values, mode) {
    const found = [];
    const open = [objectIn(values, "root_module")];
    for (let module = open.pop(); module !== undefined; module = open.pop()) {
        for (const node of listIn(module, "resources")) {
            const type = textIn(node, "type");
            if (textIn(node, "mode") !== mode || !matters(type))
                continue;
            const sensitive = objectIn(node, "sensitive_values");
            found.push({
                ...identity(node, type),
                values: objectIn(node, "values"),
                unknown: EMPTY,
                sensitive,
                deleted: false,
            });
        }
        open.push(...listIn(module, "child_modules"));
    }
    return found;
}
function moduleConfig(node) {
    const resources = listIn(node, "resources").filter((resource) => matters(textIn(resource, "type")));
    const calls = Object.entries(objectIn(node, "module_calls")).filter((entry) => (0,json_node/* isJsonObject */.OW)(entry[1]));
    return {
        resources: new Map(resources.map((resource) => [textIn(resource, "address"), resource])),
        calls: new Map(calls.map(([name, call]) => [
            name,
            {
                source: textIn(call, "source"),
                expressions: objectIn(call, "expressions"),
                forEach: (0,json_node/* property */.MZ)(call, "for_each_expression"),
                module: moduleConfig(objectIn(call, "module")),
            },
        ])),
        outputs: objectIn(node, "outputs"),
    };
}
function objectIn(object, key) {
    const value = (0,json_node/* property */.MZ)(object, key);
    return (0,json_node/* isJsonObject */.OW)(value) ? value : EMPTY;
}
function listIn(object, key) {
    const value = (0,json_node/* property */.MZ)(object, key);
    return Array.isArray(value) ? value.filter((item) => (0,json_node/* isJsonObject */.OW)(item)) : [];
}
function textIn(object, key) {
    const value = (0,json_node/* property */.MZ)(object, key);
    return typeof value === "string" ? value : "";
}
/** The value at a path of keys and indexes. */
function plan_valueAt(root, path) {
    let value = root;
    for (const key of path) {
        if (Array.isArray(value))
            value = value[Number(key)];
        else
            value = (0,json_node/* isJsonObject */.OW)(value) ? (0,json_node/* property */.MZ)(value, String(key)) : undefined;
    }
    return value;
}

;// CONCATENATED MODULE: ./lib/readers/terraform-plan/document-data.js


/**
 * The statements of `data.aws_iam_policy_document` as a policy document. When a part of it is known only after the apply,
 * the plan has no `json` for it, but its statements stand in the plan, with `after_unknown` for each element.
 */
function documentFromData(data, places, before, after) {
    const unknown = (0,json_node/* property */.MZ)(data.unknown, "statement");
    const own = unknown === true
        ? [{ kind: "unresolved", place: places.document, expression: `statements of ${data.address}` }]
        : listIn(data.values, "statement").map((statement, index) => {
            const flags = Array.isArray(unknown) ? unknown[index] : undefined;
            return new StatementBuilder(statement, (0,json_node/* isJsonObject */.OW)(flags) ? flags : {}, data.address, places, index).build();
        });
    const version = textIn(data.values, "version") || "2012-10-17";
    return map(places.document, [
        ["Version", document_data_scalar(places.document, version)],
        ["Statement", { kind: "list", place: places.document, items: merge([...before, ...own], after) }],
    ]);
}
/** `override_policy_documents`: a statement replaces the one with the same Sid, where there is one; others are added. */
function merge(statements, overriding) {
    const sids = new Set(overriding.flatMap((statement) => sidOf(statement) ?? []));
    return [...statements.filter((statement) => !sids.has(sidOf(statement) ?? "")), ...overriding];
}
function sidOf(statement) {
    const sid = statement.kind === "map" ? statement.entries.find(({ key }) => key === "Sid")?.value : undefined;
    return sid?.kind === "scalar" && sid.value !== "" ? String(sid.value) : null;
}
class StatementBuilder {
    statement;
    unknown;
    address;
    places;
    index;
    constructor(statement, unknown, address, places, index) {
        this.statement = statement;
        this.unknown = unknown;
        this.address = address;
        this.places = places;
        this.index = index;
    }
    build() {
        const entries = [];
        const sid = textIn(this.statement, "sid");
        if (sid !== "")
            entries.push(["Sid", document_data_scalar(this.place, sid)]);
        entries.push(["Effect", this.effect()]);
        for (const [name, key] of LISTS) {
            const list = this.texts(this.statement, this.unknown, name, this.places.list(this.index, name));
            if (list !== null)
                entries.push([key, list]);
        }
        for (const [name, key] of [
            ["principals", "Principal"],
            ["not_principals", "NotPrincipal"],
        ]) {
            const principals = this.principals(name);
            if (principals !== null)
                entries.push([key, principals]);
        }
        const conditions = this.conditions();
        if (conditions !== null)
            entries.push(["Condition", conditions]);
        return map(this.place, entries);
    }
    get place() {
        return this.places.statement(this.index);
    }
    /** The provider allows when no effect is written. */
    effect() {
        if ((0,json_node/* property */.MZ)(this.unknown, "effect") === true)
            return this.open("effect", this.place);
        return document_data_scalar(this.place, textIn(this.statement, "effect") || "Allow");
    }
    texts(holder, unknown, name, place) {
        const flags = (0,json_node/* property */.MZ)(unknown, name);
        if (flags === true)
            return this.open(name, place);
        const values = (0,json_node/* property */.MZ)(holder, name);
        const list = Array.isArray(values) ? values : [];
        const open = Array.isArray(flags) ? flags : [];
        const count = Math.max(list.length, open.filter((flag) => flag === true).length);
        if (count === 0)
            return null;
        const items = Array.from({ length: count }, (_, at) => {
            const value = list[at];
            return open[at] === true || typeof value !== "string"
                ? this.open(name, place)
                : document_data_scalar(place, providerVariables(value));
        });
        return { kind: "list", place, items };
    }
    principals(name) {
        if ((0,json_node/* property */.MZ)(this.unknown, name) === true)
            return this.open(name, this.place);
        const blocks = listIn(this.statement, name);
        if (blocks.length === 0)
            return null;
        const byType = new Map();
        for (const [at, block] of blocks.entries()) {
            const ids = this.texts(block, flagsAt(this.unknown, name, at), "identifiers", this.place);
            const type = textIn(block, "type");
            const known = byType.get(type) ?? [];
            byType.set(type, [...known, ...(ids?.kind === "list" ? ids.items : ids === null ? [] : [ids])]);
        }
        const everybody = byType.get("*");
        if (everybody !== undefined)
            return document_data_scalar(this.place, "*");
        return map(this.place, [...byType].map(([type, items]) => [type, { kind: "list", place: this.place, items }]));
    }
    conditions() {
        if ((0,json_node/* property */.MZ)(this.unknown, "condition") === true)
            return this.open("condition", this.place);
        const blocks = listIn(this.statement, "condition");
        if (blocks.length === 0)
            return null;
        const operators = new Map();
        for (const [at, block] of blocks.entries()) {
            const values = this.texts(block, flagsAt(this.unknown, "condition", at), "values", this.place);
            const tests = operators.get(textIn(block, "test")) ?? [];
            tests.push([textIn(block, "variable"), values ?? { kind: "list", place: this.place, items: [] }]);
            operators.set(textIn(block, "test"), tests);
        }
        return map(this.place, [...operators].map(([operator, tests]) => [operator, map(this.place, tests)]));
    }
    open(name, place) {
        return { kind: "unresolved", place, expression: `${name} of ${this.address}` };
    }
}
const LISTS = [
    ["actions", "Action"],
    ["not_actions", "NotAction"],
    ["resources", "Resource"],
    ["not_resources", "NotResource"],
];
/** `${` is Terraform's own, so that the data source writes IAM's policy variables as `&{...}`. */
function providerVariables(text) {
    return text.replaceAll("&{", "${");
}
function flagsAt(unknown, name, at) {
    const flags = (0,json_node/* property */.MZ)(unknown, name);
    const flag = Array.isArray(flags) ? flags[at] : undefined;
    return (0,json_node/* isJsonObject */.OW)(flag) ? flag : {};
}
function document_data_scalar(place, value) {
    return { kind: "scalar", place, value };
}
function map(place, entries) {
    return { kind: "map", place, entries: entries.map(([key, value]) => ({ key, keyPlace: place, value })) };
}

;// CONCATENATED MODULE: ./lib/readers/terraform-plan/sensitive.js
/** What evaluation can't do without and nobody would keep secret: action names, effects, versions, `*`. */
const HARMLESS = /^(?:\*|Allow|Deny|20(?:08-10|12-10)-17|[a-z0-9-]+:[A-Za-z0-9*?]+|sts:AssumeRole|[a-z0-9.-]+\.amazonaws\.com)$/;
/**
 * A document that the plan marks as sensitive: used, never printed. All text in it that is not a word of the policy language
 * becomes unknown, so that no message can repeat it.
 */
function withoutSecrets(node) {
    switch (node.kind) {
        case "scalar":
            return typeof node.value === "string" && !HARMLESS.test(node.value) ? sensitive_hidden(node) : node;
        case "partial":
            return sensitive_hidden(node);
        case "unresolved":
            return node;
        case "list":
            return { ...node, items: node.items.map(withoutSecrets) };
        case "map":
            return {
                ...node,
                entries: node.entries
                    .filter(({ key }) => key !== "Sid" && key !== "Id")
                    .map((entry) => ({ ...entry, value: withoutSecrets(entry.value) })),
            };
    }
}
function sensitive_hidden(node) {
    return { kind: "unresolved", place: node.place, expression: "a sensitive value" };
}

;// CONCATENATED MODULE: ./lib/readers/terraform-plan/hcl-blocks.js
/** What braces and names must not be looked for in: comments, strings (with their `${...}`), heredocs. */
const TOKENS = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"|<<-?([A-Za-z_][\w-]*)[^\n]*\n|[{}]/g;
/** The blocks directly within a range of a text (a file, or another block's body), in their order. */
function blocksIn(text, range) {
    const blocks = [];
    const tokens = new RegExp(TOKENS.source, "g");
    tokens.lastIndex = range.start;
    let depth = 0;
    let open = null;
    for (let token = tokens.exec(text); token !== null && token.index < range.end; token = tokens.exec(text)) {
        const label = token[1];
        if (label !== undefined)
            tokens.lastIndex = heredocEnd(text, label, tokens.lastIndex);
        else if (token[0] === "{") {
            if (depth === 0)
                open = { ...headerBefore(text, token.index, range.start), body: token.index + 1 };
            depth += 1;
        }
        else if (token[0] === "}") {
            depth -= 1;
            if (depth === 0 && open !== null) {
                const end = token.index + 1;
                blocks.push({ start: open.start, end, header: open.header, body: { start: open.body, end: token.index } });
            }
            if (depth < 0)
                break;
        }
    }
    return blocks;
}
function heredocEnd(text, label, from) {
    for (let at = from; at < text.length;) {
        const lineEnd = text.indexOf("\n", at);
        const end = lineEnd === -1 ? text.length : lineEnd;
        if (text.slice(at, end).trim() === label)
            return end;
        at = end + 1;
    }
    return text.length;
}
/** The words on the line before a brace: a block's type and labels. An attribute (`tags = {`) has none. */
function headerBefore(text, brace, floor) {
    const line = Math.max(text.lastIndexOf("\n", brace - 1) + 1, floor);
    const words = text.slice(line, brace);
    const header = /^\s*([A-Za-z_][\w-]*(?:\s+(?:"[^"\n]*"|[A-Za-z_][\w-]*))*)\s*$/.exec(words)?.[1];
    if (header === undefined)
        return { start: brace, header: [] };
    const start = line + words.indexOf(header);
    return { start, header: [...header.matchAll(/"([^"]*)"|([\w-]+)/g)].map((word) => word[1] ?? word[2] ?? "") };
}
/** The value of an attribute directly within a block's body, up to the end of its line or its closing bracket. */
function attributeIn(text, body, name) {
    const pattern = new RegExp(String.raw `^[ \t]*${name}[ \t]*=[ \t]*`, "gm");
    pattern.lastIndex = body.start;
    const inner = blocksIn(text, body);
    for (let match = pattern.exec(text); match !== null && match.index < body.end; match = pattern.exec(text)) {
        const start = match.index + match[0].length;
        if (inner.some((block) => block.header.length > 0 && block.body.start <= start && start < block.body.end))
            continue;
        return { start, end: valueEnd(text, start, body.end) };
    }
    return null;
}
function valueEnd(text, start, limit) {
    const lineEnd = text.indexOf("\n", start);
    const end = lineEnd === -1 ? limit : Math.min(lineEnd, limit);
    if (text[start] !== "[")
        return start + text.slice(start, end).trimEnd().length;
    const close = text.indexOf("]", start);
    return close === -1 || close > limit ? end : close + 1;
}

;// CONCATENATED MODULE: ./lib/readers/terraform-plan/sources.js


/**
 * Finds the `.tf` blocks of a plan's resources. A plan is never in the diff, so findings point at the source: the root
 * module is `terraform-root`, or the nearest folder with `.tf` files from the plan's own upwards; other modules follow from
 * the local paths that the plan's calls state. Nothing is read before the first question.
 */
class Sources {
    context;
    planFile;
    links;
    blocks = new Map();
    root;
    constructor(context, planFile, links) {
        this.context = context;
        this.planFile = planFile;
        this.links = links;
    }
    blockOf(resource) {
        const folder = this.folderOf(resource.module);
        if (folder === null)
            return null;
        const mode = resource.address.includes(`data.${resource.type}.`) ? "data" : "resource";
        return this.blocksIn(folder).get(`${mode} ${resource.type} ${resource.name}`) ?? null;
    }
    placeOf(resource) {
        const found = this.blockOf(resource);
        return found === null ? (0,source_place/* filePlace */.Wf)(this.planFile) : (0,source_place/* rangePlace */.xG)(found.file, found.block.start, found.block.end);
    }
    attribute(found, name) {
        const range = attributeIn(found.file.text, found.block.body, name);
        return range === null ? null : found.file.text.slice(range.start, range.end);
    }
    /** Places of a policy document's statements and lists within its data source's block. */
    documentPlaces(data) {
        const found = this.blockOf(data);
        const document = this.placeOf(data);
        const statements = found === null
            ? []
            : blocksIn(found.file.text, found.block.body).filter(({ header }) => header[0] === "statement");
        const place = (range, otherwise) => found === null || range === null || range === undefined
            ? otherwise
            : (0,source_place/* rangePlace */.xG)(found.file, range.start, range.end);
        return {
            document,
            statement: (index) => place(statements[index], document),
            list: (index, name) => {
                const body = statements[index]?.body;
                const range = found === null || body === undefined ? null : attributeIn(found.file.text, body, name);
                return place(range, place(statements[index], document));
            },
        };
    }
    folderOf(module) {
        let folder = this.rootFolder();
        const calls = this.links.callsTo(module);
        if (calls.length < module.length)
            return null;
        for (const { source } of calls) {
            // Only a local path is in the repository; a registry or git source lies in a cache that nobody edits.
            if (folder === null || !/^\.\.?\//.test(source))
                return null;
            folder = joinPath(folder, source);
        }
        return folder;
    }
    rootFolder() {
        this.root ??= this.findRoot();
        return this.root;
    }
    findRoot() {
        const given = this.context.terraformRoot;
        if (given !== null)
            return joinPath("", given);
        for (let folder = sources_parent(this.planFile); folder !== null; folder = sources_parent(folder)) {
            if (this.sourceNames(folder).length > 0)
                return folder;
            if (folder === "" || folder.endsWith(".."))
                break;
        }
        return null;
    }
    sourceNames(folder) {
        return this.context.workspace.listFolder(folder === "" ? "." : folder).filter((name) => name.endsWith(".tf"));
    }
    blocksIn(folder) {
        const known = this.blocks.get(folder);
        if (known !== undefined)
            return known;
        const blocks = new Map();
        for (const name of this.sourceNames(folder)) {
            const file = this.context.workspace.readText(joinPath(folder, name));
            if (file === null)
                continue;
            for (const block of blocksIn(file.text, { start: 0, end: file.text.length })) {
                blocks.set(block.header.join(" "), { file, folder, block });
            }
        }
        this.blocks.set(folder, blocks);
        return blocks;
    }
}
function sources_parent(path) {
    const slash = path.lastIndexOf("/");
    return slash === -1 ? "" : path.slice(0, slash);
}
/** Joins two relative paths and takes `.` and `..` out of the second one. */
function joinPath(folder, path) {
    const steps = folder === "" || folder === "." ? [] : folder.split("/");
    for (const step of path.split("/")) {
        if (step === ".." && steps.length > 0 && steps.at(-1) !== "..")
            steps.pop();
        else if (step !== "." && step !== "")
            steps.push(step);
    }
    return steps.join("/");
}

;// CONCATENATED MODULE: ./lib/readers/terraform-plan/documents.js









const documents_DEEPEST = 16;
/** Reads the policy documents that resources of a plan hold, as far as the plan and its configuration tell them. */
class Documents {
    links;
    sources;
    workspace;
    constructor(links, sources, workspace) {
        this.links = links;
        this.sources = sources;
        this.workspace = workspace;
    }
    /** The document in an attribute; `path` leads to it through nested blocks. Unresolved when it can't be told at all. */
    read(resource, path, use) {
        const node = this.node(resource, path, 0);
        return node.kind === "unresolved"
            ? { kind: "unresolved", expression: node.expression }
            : (0,parse_document/* parsePolicyDocument */.X)(node, use);
    }
    node(resource, path, depth) {
        const text = plan_valueAt(resource.values, path);
        const sensitive = plan_valueAt(resource.sensitive, path.slice(0, 1)) === true;
        const link = this.links.from(resource, path);
        const data = link.resources.length === 1 && link.open.length === 0 ? link.resources[0] : undefined;
        const node = data?.type === "aws_iam_policy_document" && depth < documents_DEEPEST && (typeof text !== "string" || documents_isPlain(data))
            ? this.fromData(data, depth)
            : this.fromText(resource, path, text, [...link.resources.map(({ address }) => address), ...link.open]);
        return sensitive || (data !== undefined && isSensitive(data)) ? withoutSecrets(node) : node;
    }
    fromText(resource, path, text, open) {
        const place = this.sources.placeOf(resource);
        if (typeof text !== "string") {
            const expression = open.length > 0 ? open.join(", ") : `${path.join(".")} of ${resource.address}`;
            return { kind: "unresolved", place, expression };
        }
        const value = documents_parseText(text);
        if (value === undefined)
            return { kind: "scalar", place, value: text };
        return this.fromFile(resource, String(path.at(-1)), value) ?? (0,json_node/* nodeFromJson */.zm)(value, place);
    }
    /** The JSON file that the attribute reads by `file("...")`, when it says what the plan holds: the place to edit. */
    fromFile(resource, attribute, value) {
        const found = this.sources.blockOf(resource);
        const expression = found === null ? null : this.sources.attribute(found, attribute);
        const path = /(?:file|templatefile)\(\s*"(?:\$\{path\.(?:module|root)\}\/)?([^"$]+)"/.exec(expression ?? "")?.[1];
        const file = found === null || path === undefined ? null : this.workspace.readText(joinPath(found.folder, path));
        const written = file === null ? undefined : documents_parseText(file.text);
        if (file === null || written === undefined || !sameJson(written, value))
            return null;
        return jsonFileNode(written, jsonDocument(file));
    }
    fromData(data, depth) {
        const before = this.joined(data, "source_policy_documents", "source_json", depth);
        const after = this.joined(data, "override_policy_documents", "override_json", depth);
        return documentFromData(data, this.sources.documentPlaces(data), before, after);
    }
    /** The statements of documents that a data source starts from or overrides itself with. */
    joined(data, list, single, depth) {
        const texts = [(0,json_node/* property */.MZ)(data.values, list), (0,json_node/* property */.MZ)(data.values, single)].flat();
        const known = texts.filter((text) => typeof text === "string" && text !== "");
        const open = [list, single].filter((name) => isOpen((0,json_node/* property */.MZ)(data.unknown, name)));
        const place = this.sources.placeOf(data);
        const fromTexts = known.flatMap((text) => documents_statementsOf((0,json_node/* nodeFromJson */.zm)(documents_parseText(String(text)) ?? null, place)));
        const fromLinks = open.flatMap((name) => {
            const link = this.links.from(data, [name]);
            const documents = link.resources.filter(({ type }) => type === "aws_iam_policy_document");
            if (link.open.length > 0 ||
                documents.length < link.resources.length ||
                documents.length === 0 ||
                depth >= documents_DEEPEST) {
                return [{ kind: "unresolved", place, expression: `${name} of ${data.address}` }];
            }
            return documents.flatMap((document) => documents_statementsOf(this.fromData(document, depth + 1)));
        });
        // A list of which some elements are known and others open names all its documents in its references.
        return open.length > 0 ? fromLinks : fromTexts;
    }
}
/** Without other documents mixed in, the statements of the plan are the document's, in its order. */
function documents_isPlain(data) {
    const names = ["source_policy_documents", "source_json", "override_policy_documents", "override_json"];
    const empty = (value) => value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
    return names.every((name) => empty((0,json_node/* property */.MZ)(data.values, name)) && !isOpen((0,json_node/* property */.MZ)(data.unknown, name)));
}
function isOpen(flag) {
    return flag === true || (Array.isArray(flag) && flag.includes(true));
}
function isSensitive(data) {
    const open = [data.sensitive];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (next === true)
            return true;
        if (Array.isArray(next))
            open.push(...next);
        else if ((0,json_node/* isJsonObject */.OW)(next))
            open.push(...Object.values(next));
    }
    return false;
}
function documents_statementsOf(document) {
    const statement = document.kind === "map" ? (0,source_node/* entryOf */.Ms)(document, "Statement")?.value : undefined;
    if (statement === undefined)
        return [];
    return statement.kind === "list" ? statement.items : [statement];
}
/** The same but for the order of keys, which the provider changes when it normalises a document. */
function sameJson(a, b) {
    const [first, second] = [a, b].map((value) => JSON.stringify(value, sortKeys));
    return first === second;
}
function sortKeys(_key, value) {
    if (!(0,json_node/* isJsonObject */.OW)(value))
        return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
function documents_parseText(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/readers/terraform-plan/links.js



const links_DEEPEST = 32;
/**
 * Follows references of the plan's configuration. In a new plan an attachment's `policy_arn` is known after the apply; what
 * it refers to is not: it stands in `configuration`, per module, as written in the source.
 */
class Links {
    plan;
    instances = new Map();
    modules = new Map();
    constructor(plan) {
        this.plan = plan;
        for (const resource of plan.resources) {
            const place = instanceKey(resource.module, resource.type, resource.name);
            this.instances.set(place, [...(this.instances.get(place) ?? []), resource]);
            for (let depth = 1; depth <= resource.module.length; depth += 1)
                this.noteModule(resource.module.slice(0, depth));
        }
    }
    noteModule(path) {
        const name = path.at(-1)?.name ?? "";
        const key = `${formatModuleAddress(path.slice(0, -1))} ${name}`;
        const known = this.modules.get(key) ?? [];
        if (!known.some((other) => other.at(-1)?.key === path.at(-1)?.key))
            this.modules.set(key, [...known, path]);
    }
    /** What an attribute of a resource refers to; `path` leads into nested blocks (`inline_policy`, 0, `policy`). */
    from(resource, path) {
        const config = this.configOf(resource);
        const expression = config === undefined ? undefined : plan_valueAt(objectIn(config, "expressions"), path);
        const forEach = config === undefined ? undefined : (0,json_node/* property */.MZ)(config, "for_each_expression");
        return this.follow(referencesIn(expression), { module: resource.module, key: resource.key, forEach }, 0);
    }
    configOf(resource) {
        const address = resource.address.slice(formatModuleAddress(resource.module).length).replace(/^\./, "");
        const plain = resource.key === null ? address : address.slice(0, -resource.key.length);
        return this.moduleAt(resource.module)?.resources.get(plain);
    }
    /** The calls that lead to a module, from the root. */
    callsTo(path) {
        const calls = [];
        let module = this.plan.root;
        for (const { name } of path) {
            const call = module.calls.get(name);
            if (call === undefined)
                break;
            calls.push(call);
            module = call.module;
        }
        return calls;
    }
    moduleAt(path) {
        const calls = this.callsTo(path);
        return calls.length < path.length ? undefined : (calls.at(-1)?.module ?? this.plan.root);
    }
    follow(references, from, depth) {
        const links = specific(references).map((reference) => this.followOne(reference, references, from, depth));
        return {
            resources: [...new Set(links.flatMap(({ resources }) => resources))],
            open: links.flatMap(({ open }) => open),
        };
    }
    followOne(text, all, from, depth) {
        const nowhere = { resources: [], open: [text] };
        if (depth > links_DEEPEST)
            return nowhere;
        const reference = parseReference(text);
        const ownKey = byOwnKey(all) ? from.key : null;
        switch (reference.kind) {
            case "resource": {
                const found = this.instances.get(instanceKey(from.module, reference.type, reference.name)) ?? [];
                const chosen = choose(found, (one) => one.key, reference.key, ownKey);
                return chosen === undefined ? nowhere : { resources: [chosen], open: [] };
            }
            case "each":
                return this.followEach(from, depth) ?? nowhere;
            case "variable":
                return this.followVariable(reference.name, from, depth) ?? nowhere;
            case "output":
                return this.followOutput(reference, ownKey, from, depth) ?? nowhere;
            case "other":
                return nowhere;
        }
    }
    /** `each.value` is what `for_each` goes over: a map of resources (the one with the own key), or a single one. */
    followEach(from, depth) {
        const references = referencesIn(from.forEach);
        const outside = { ...from, forEach: undefined };
        const links = [references, [...references, "each.key"]].map((some) => this.follow(some, outside, depth + 1));
        return links.find(({ resources, open }) => resources.length === 1 && open.length === 0);
    }
    followVariable(name, from, depth) {
        const call = this.callsTo(from.module).at(-1);
        if (call === undefined)
            return undefined;
        const key = from.module.at(-1)?.key ?? null;
        const outer = { module: from.module.slice(0, -1), key, forEach: call.forEach };
        const link = this.follow(referencesIn((0,json_node/* property */.MZ)(call.expressions, name)), outer, depth + 1);
        return link.resources.length + link.open.length === 0 ? undefined : link;
    }
    followOutput(reference, ownKey, from, depth) {
        const found = this.modules.get(`${formatModuleAddress(from.module)} ${reference.module}`) ?? [];
        const path = choose(found, (one) => one.at(-1)?.key ?? null, reference.key, ownKey);
        const module = path === undefined ? undefined : this.moduleAt(path);
        if (path === undefined || module === undefined)
            return undefined;
        const expression = (0,json_node/* property */.MZ)(objectIn(module.outputs, reference.output), "expression");
        return this.follow(referencesIn(expression), { module: path, key: null, forEach: undefined }, depth + 1);
    }
}
/** The instance that a reference means: the one with its key, with the referrer's own key, or the only one. */
function choose(found, keyOf, key, ownKey) {
    const wanted = key ?? ownKey;
    const exact = wanted === null ? undefined : found.find((one) => keyOf(one) === wanted);
    if (exact !== undefined || key !== null)
        return exact;
    return found.length === 1 ? found[0] : undefined;
}
/** `p[each.key].arn` is listed as `p`, and `each.key` beside it. */
function byOwnKey(references) {
    return references.some((text) => text === "each.key" || text === "each.value" || text === "count.index");
}
/** Terraform lists `a.b.arn` and then `a.b`: the shorter ones say nothing more. Keys are no targets. */
function specific(references) {
    const targets = references.filter((text) => text !== "each.key" && text !== "count.index");
    const precise = targets.filter((text) => !targets.some((other) => other !== text && /^[.[]/.test(other.slice(text.length)) && other.startsWith(text)));
    const others = precise.filter((text) => text !== "each.value");
    return others.length > 0 ? others : precise;
}
function instanceKey(module, type, name) {
    return `${formatModuleAddress(module)} ${type}.${name}`;
}
/** All references of an expression, blocks and lists within it included. */
function referencesIn(expression) {
    const found = [];
    const open = [expression];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (Array.isArray(next))
            open.push(...next);
        else if ((0,json_node/* isJsonObject */.OW)(next)) {
            const references = (0,json_node/* property */.MZ)(next, "references");
            if (Array.isArray(references))
                found.push(...references.filter((one) => typeof one === "string"));
            else
                open.push(...Object.values(next));
        }
    }
    return found;
}

;// CONCATENATED MODULE: ./lib/readers/terraform-plan/near-miss.js


/** A file of Terraform that is no plan to judge, or a plan that can't be: what it is, and what to run instead. */
function planProblem(value, file) {
    const words = (0,json_node/* isJsonObject */.OW)(value) ? near_miss_describe(value, file) : null;
    return words === null ? null : { ...words, message: `${file} ${words.message}`, place: (0,source_place/* filePlace */.Wf)(file) };
}
function near_miss_describe(plan, file) {
    const version = (0,json_node/* property */.MZ)(plan, "format_version");
    if (version === undefined && (0,json_node/* property */.MZ)(plan, "lineage") !== undefined) {
        return {
            message: "is a Terraform state file",
            help: `run \`terraform show -json > state.json\` and check that, or plan with \`terraform plan -out tfplan\` and \`terraform show -json tfplan > ${file}\``,
        };
    }
    if (typeof version !== "string" || !/^[01]\./.test(version)) {
        return {
            message: `has format_version ${String(version)}, and versions 0.x and 1.x are read`,
            help: "make the plan with a Terraform or OpenTofu of major version 1",
        };
    }
    if ((0,json_node/* property */.MZ)(plan, "errored") === true) {
        return {
            message: "is a plan that ended with errors, so it does not hold what would be applied",
            help: "mend the configuration and make the plan again",
        };
    }
    return null;
}

;// CONCATENATED MODULE: ./lib/readers/terraform-plan/policies.js


/** Policies that an attribute names by ARN: known ARNs, or what the configuration's references lead to. */
function policiesByArn(reading, from, attribute) {
    const values = [(0,json_node/* property */.MZ)(from.values, attribute)].flat().filter((value) => typeof value === "string");
    const unknown = (0,json_node/* property */.MZ)(from.unknown, attribute);
    const open = unknown === true || (Array.isArray(unknown) && unknown.includes(true));
    const known = values.map((arn) => policyByArn(reading, from, String(arn)));
    return open ? [...known, ...linkedPolicies(reading, from, attribute)] : known;
}
function policyByArn(reading, from, arn) {
    return policyWithArn(reading, arn) ?? { kind: "reference", arn, place: reading.sources.placeOf(from) };
}
/** What references lead to. A list that is unknown as a whole may hold written ARNs as well, which only the source tells. */
function linkedPolicies(reading, from, attribute) {
    const link = reading.links.from(from, [attribute]);
    const linked = link.resources.map((target) => linkedPolicy(reading, target));
    const written = policies_LISTS.has(attribute) ? writtenArns(reading, from, attribute) : [];
    const literals = (written ?? []).map((arn) => policyByArn(reading, from, arn));
    if (link.open.length === 0 && linked.length > 0 && written !== null)
        return [...literals, ...linked];
    const expression = link.open.join(", ") || `${attribute} of ${from.address}`;
    const place = reading.sources.placeOf(from);
    return [...literals, ...linked, { kind: "unresolved", name: from.address, expression, place }];
}
const policies_LISTS = new Set(["managed_policy_arns", "policy_arns"]);
/** The string literals of a list of literals and references in the source; null when it is anything else, or not at hand. */
function writtenArns(reading, from, attribute) {
    const block = reading.sources.blockOf(from);
    const source = block === null ? null : reading.sources.attribute(block, attribute);
    if (source === null || !/^\[(?:"[^"$%\\]*"|[\w.\s,-])*\]$/.test(source))
        return null;
    return [...source.matchAll(/"([^"]*)"/g)].map((literal) => literal[1] ?? "");
}
function policyWithArn(reading, arn) {
    const found = reading.plan.resources.find(({ type, values, deleted }) => type === "aws_iam_policy" && !deleted && textIn(values, "arn") === arn);
    return found === undefined ? null : linkedPolicy(reading, found);
}
function linkedPolicy(reading, target) {
    if (target.type === "aws_iam_policy")
        return policies_documentPolicy(reading, target, ["policy"], target.address, "managed");
    const place = reading.sources.placeOf(target);
    return { kind: "unresolved", name: target.address, expression: target.address, place };
}
function policies_documentPolicy(reading, holder, path, name, attachment) {
    const document = reading.documents.read(holder, path, "identity");
    const place = reading.sources.placeOf(holder);
    if ("kind" in document)
        return { kind: "unresolved", name, expression: document.expression, place };
    return { kind: "document", name, attachment, document, awsManaged: false, place };
}

;// CONCATENATED MODULE: ./lib/readers/terraform-plan/attachments.js



/** The attribute by which a type names its role or roles, and how it carries policies. */
const TYPES = new Map([
    ["aws_iam_role_policy", { role: "role", policies: ownDocument }],
    [
        "aws_iam_role_policy_attachment",
        { role: "role", policies: (reading, from) => policiesByArn(reading, from, "policy_arn") },
    ],
    [
        "aws_iam_policy_attachment",
        { role: "roles", policies: (reading, from) => policiesByArn(reading, from, "policy_arn") },
    ],
    [
        "aws_iam_role_policy_attachments_exclusive",
        { role: "role_name", policies: (reading, from) => policiesByArn(reading, from, "policy_arns") },
    ],
]);
function ownDocument(reading, from) {
    return [policies_documentPolicy(reading, from, ["policy"], from.address, "inline")];
}
/** Links every attachment and instance profile to the roles that it names, by name or through the configuration. */
function attachmentsOf(reading, roles) {
    const known = { roles, byName: new Map(roles.map((role) => [textIn(role.values, "name"), role])) };
    const attachments = {
        policies: new Map(),
        profiles: new Map(),
        outside: new Map(),
    };
    for (const resource of reading.plan.resources.filter(({ deleted }) => !deleted)) {
        const type = TYPES.get(resource.type);
        if (type !== undefined) {
            const targets = rolesNamed(reading, resource, type.role, known);
            const reached = targets.roles.length + targets.names.length > 0;
            const carried = reached ? type.policies(reading, resource) : [];
            for (const role of targets.roles)
                append(attachments.policies, role, carried);
            for (const name of targets.names)
                append(attachments.outside, name, carried);
            for (const role of targets.perhaps)
                append(attachments.policies, role, [perhaps(reading, resource, targets.open)]);
        }
        else if (resource.type === "aws_iam_instance_profile") {
            noteProfile(attachments.profiles, rolesNamed(reading, resource, "role", known));
        }
    }
    return attachments;
}
function noteProfile(profiles, targets) {
    for (const role of targets.roles)
        profiles.set(role, true);
    const unknown = { kind: "unresolved", expression: targets.open.join(", ") };
    for (const role of targets.perhaps)
        profiles.set(role, profiles.get(role) ?? unknown);
}
function append(map, key, policies) {
    map.set(key, [...(map.get(key) ?? []), ...policies]);
}
function rolesNamed(reading, from, attribute, { roles, byName }) {
    const values = [(0,json_node/* property */.MZ)(from.values, attribute)].flat().filter((value) => typeof value === "string" && value !== "");
    const unknown = (0,json_node/* property */.MZ)(from.unknown, attribute);
    const names = values.map(String);
    const known = names.flatMap((name) => byName.get(name) ?? []);
    const outside = names.filter((name) => !byName.has(name));
    if (unknown !== true && !(Array.isArray(unknown) && unknown.includes(true))) {
        return { roles: known, names: outside, perhaps: [], open: [] };
    }
    const link = reading.links.from(from, [attribute]);
    const linked = link.resources.filter((target) => roles.includes(target));
    const perhapsAny = link.open.length > 0 && linked.length === 0;
    return {
        roles: [...known, ...linked],
        names: outside,
        perhaps: perhapsAny ? roles.filter((role) => mayMean(link.open, role)) : [],
        open: link.open,
    };
}
/** An open reference to `aws_iam_role.x` means an instance of it; any other one (a local) may mean every role. */
function mayMean(open, role) {
    const named = open.filter((text) => text.startsWith("aws_iam_role."));
    return named.length === 0 || named.some((text) => text.split(".")[1]?.split("[")[0] === role.name);
}
function perhaps(reading, resource, open) {
    const place = reading.sources.placeOf(resource);
    return {
        kind: "unresolved",
        name: resource.address,
        expression: `attached to ${open.join(", ")}, which may be this role`,
        place,
    };
}

;// CONCATENATED MODULE: ./lib/readers/terraform-plan/roles.js




/** The roles of a plan as they will be after the apply, deleted ones marked, and roles that it only attaches to. */
function planRoles(reading) {
    const roles = reading.plan.resources.filter(({ type, address }) => type === "aws_iam_role" && !address.includes("data."));
    const attachments = attachmentsOf(reading, roles.filter(({ deleted }) => !deleted));
    return [
        ...roles.map((role) => new roles_RoleBuilder(reading, role, attachments).build()),
        ...[...attachments.outside].map(([name, policies]) => outsideRole(reading, name, policies)),
    ];
}
const roles_MARKER_TAG = "worker-iam-check";
class roles_RoleBuilder {
    reading;
    role;
    attachments;
    constructor(reading, role, attachments) {
        this.reading = reading;
        this.role = role;
        this.attachments = attachments;
    }
    build() {
        const { role, reading } = this;
        const sensitiveName = (0,json_node/* property */.MZ)(role.sensitive, "name") === true;
        return {
            id: role.address,
            name: sensitiveName ? null : textIn(role.values, "name") || null,
            format: "terraform-plan",
            place: reading.sources.placeOf(role),
            file: reading.file,
            marker: this.marker(),
            variants: [
                {
                    when: null,
                    policies: [
                        ...this.inlinePolicies(),
                        ...this.managedPolicies(),
                        ...(this.attachments.policies.get(role) ?? []),
                    ],
                    boundary: this.boundary(),
                    trust: this.trust(),
                },
            ],
            instanceProfile: this.attachments.profiles.get(role) ?? false,
            removed: role.deleted,
        };
    }
    marker() {
        const tags = { ...objectIn(this.role.values, "tags_all"), ...objectIn(this.role.values, "tags") };
        const text = textIn(tags, roles_MARKER_TAG);
        return text === "" ? null : { text, place: this.reading.sources.placeOf(this.role) };
    }
    trust() {
        return this.reading.documents.read(this.role, ["assume_role_policy"], "trust");
    }
    /** Whether the configuration sets an attribute. The provider computes unset ones from what is attached before the apply. */
    isConfigured(attribute) {
        const config = this.reading.links.configOf(this.role);
        return config === undefined || (0,json_node/* property */.MZ)(objectIn(config, "expressions"), attribute) !== undefined;
    }
    inlinePolicies() {
        if (!this.isConfigured("inline_policy"))
            return [];
        const place = this.reading.sources.placeOf(this.role);
        if ((0,json_node/* property */.MZ)(this.role.unknown, "inline_policy") === true) {
            return [
                { kind: "unresolved", name: "inline_policy", expression: `inline_policy of ${this.role.address}`, place },
            ];
        }
        return listIn(this.role.values, "inline_policy").flatMap((block, index) => {
            const unknown = (0,json_node/* property */.MZ)(this.role.unknown, "inline_policy");
            const open = Array.isArray(unknown) ? unknown[index] : undefined;
            const empty = textIn(block, "policy") === "" && (open === undefined || Object.keys(open ?? {}).length === 0);
            if (empty)
                return [];
            const name = textIn(block, "name") || "inline_policy";
            return [policies_documentPolicy(this.reading, this.role, ["inline_policy", index, "policy"], name, "inline")];
        });
    }
    managedPolicies() {
        if (!this.isConfigured("managed_policy_arns"))
            return [];
        return policiesByArn(this.reading, this.role, "managed_policy_arns");
    }
    boundary() {
        const arn = (0,json_node/* property */.MZ)(this.role.values, "permissions_boundary");
        if ((0,json_node/* property */.MZ)(this.role.unknown, "permissions_boundary") !== true &&
            (arn === null || arn === undefined || arn === ""))
            return null;
        return policiesByArn(this.reading, this.role, "permissions_boundary")[0] ?? null;
    }
}
/** A role that the plan attaches to and does not hold: what else it has is not known. */
function outsideRole(reading, name, policies) {
    const place = policies[0]?.place ?? { kind: "file", file: reading.file };
    const rest = {
        kind: "unresolved",
        name: "other policies",
        expression: `role ${name} is not in this plan`,
        place,
    };
    return {
        id: name,
        name,
        format: "terraform-plan",
        place,
        file: reading.file,
        marker: null,
        variants: [
            {
                when: null,
                policies: [...policies, rest],
                boundary: null,
                trust: { kind: "unresolved", expression: `role ${name} is not in this plan` },
            },
        ],
        instanceProfile: null,
        removed: false,
    };
}

;// CONCATENATED MODULE: ./lib/readers/terraform-plan/index.js







/** `terraform show -json` (and `tofu show -json`) of a plan or a state. */
const terraformPlanReader = {
    format: "terraform-plan",
    recognises(parsed) {
        if (parsed.syntax !== "json" || !(0,json_node/* isJsonObject */.OW)(parsed.value))
            return false;
        const { value } = parsed;
        const has = (key) => (0,json_node/* property */.MZ)(value, key) !== undefined;
        const shown = has("format_version") && ["resource_changes", "planned_values", "values", "configuration", "errored"].some(has);
        return shown || (has("lineage") && has("terraform_version"));
    },
    read(parsed, context) {
        if (parsed.syntax !== "json" || !(0,json_node/* isJsonObject */.OW)(parsed.value))
            return nothing;
        const problem = planProblem(parsed.value, parsed.file.path);
        if (problem !== null)
            return { ...nothing, problems: [problem] };
        return { ...nothing, roles: readRoles(parsed.value, parsed.file.path, context) };
    },
};
const nothing = { roles: [], problems: [], grammar: [], passedOver: [] };
function readRoles(value, file, context) {
    const plan = readPlan(value);
    const links = new Links(plan);
    const sources = new Sources(context, file, links);
    const documents = new Documents(links, sources, context.workspace);
    return planRoles({ plan, links, sources, documents, file });
}

;// CONCATENATED MODULE: ./lib/readers/index.js





/** Every format, the most telling shape first. A new format is a folder and a line here. */
const readers = [terraformPlanReader, cloudFormationReader, policyJsonReader];
/**
 * Reads one file. Whatever goes wrong in a reader (a document nested deeper than the stack, or a defect of ours) becomes a
 * problem of this file: it stops no other file, and is never green.
 */
function readFile(file, context) {
    try {
        return readParsed(file, context);
    }
    catch (error) {
        const reason = error instanceof RangeError ? "it is nested too deeply" : String(error);
        const help = "leave it out with `files`, or report it if it is a file that AWS or Terraform takes";
        return {
            kind: "unreadable",
            problem: { message: `${file.path} can't be read: ${reason}`, help, place: (0,source_place/* filePlace */.Wf)(file.path) },
        };
    }
}
function readParsed(file, context) {
    const parse = parseFile(file);
    if ("problem" in parse)
        return { kind: "unreadable", problem: parse.problem };
    const reader = readers.find((candidate) => candidate.recognises(parse.parsed));
    if (reader === undefined)
        return { kind: "unrecognised" };
    return { kind: "read", result: reader.read(parse.parsed, context) };
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/report/fingerprint.js


/**
 * Identifies a finding over time: no line, no column and no count goes into it, so that it survives edits elsewhere in the
 * file. Findings without a kind (trust, files) are told apart by their message, which holds neither.
 */
function fingerprint(finding) {
    const what = finding.kind ?? finding.message;
    const parts = [finding.rule, (0,source_place/* fileOf */.W7)(finding.place), finding.role ?? "", what];
    return (0,external_node_crypto_.createHash)("sha256").update(parts.join("\n")).digest("hex").slice(0, 20);
}

;// CONCATENATED MODULE: ./lib/report/report.js
const SCHEMA_VERSION = 1;

// EXTERNAL MODULE: ./lib/report/tool.js
var tool = __webpack_require__(9170);
;// CONCATENATED MODULE: ./lib/report/build-report.js




/** Resolves places, orders findings and draws the conclusion. */
function buildReport(result, failOn) {
    const { version, title, source, date } = result.requirements;
    const findings = result.findings.map(reportFinding).sort(bySeverityAndPlace);
    return {
        schemaVersion: SCHEMA_VERSION,
        conclusion: conclude(findings, result.roles.length > 0, failOn),
        tool: tool/* TOOL */.j,
        requirements: { version, title, source, date },
        files: result.files,
        roles: result.roles.map(reportRole),
        notChecked: result.notChecked.map(({ id, place, reason }) => ({ id, location: (0,source_place/* locate */.x5)(place), reason })),
        findings,
    };
}
/**
 * `failure` when a finding that counts reaches `fail-on`; `neutral` when nothing was checked, or when `never` lets findings
 * pass that would otherwise fail; else `success`.
 */
function conclude(findings, checked, failOn) {
    const counting = findings.filter((finding) => finding.suppressed === null);
    const errors = counting.some((finding) => finding.severity === "error");
    const warnings = counting.some((finding) => finding.severity === "warning");
    switch (failOn) {
        case "error":
            if (errors)
                return "failure";
            break;
        case "warning":
            if (errors || warnings)
                return "failure";
            break;
        case "never":
            if (errors)
                return "neutral";
            break;
    }
    return checked ? "success" : "neutral";
}
function reportRole(evaluated) {
    const { role, kinds, trust, selectedBy } = evaluated;
    return {
        id: role.id,
        name: role.name,
        format: role.format,
        location: (0,source_place/* locate */.x5)(role.place),
        selectedBy,
        kinds: Object.fromEntries(kinds.map((kind) => [kind.kind.name, reportKind(kind)])),
        trust: Object.fromEntries(trust.map(({ party, verdict }) => [party, verdict])),
        applianceVerified: trust.every(({ party, verified }) => party !== "appliance" || verified),
        instanceProfile: typeof role.instanceProfile === "boolean" ? role.instanceProfile : null,
    };
}
function reportKind({ kind, verdicts }) {
    const having = (wanted) => verdicts.filter(({ verdict }) => verdict === wanted).map(actionOf);
    return {
        required: kind.actions.length,
        granted: having("granted").length,
        missing: having("missing"),
        denied: having("denied"),
        partial: having("partial"),
        conditional: having("conditional"),
        undetermined: having("undetermined"),
    };
}
function actionOf(verdict) {
    return verdict.action;
}
function reportFinding(finding) {
    return {
        rule: finding.rule,
        severity: finding.severity,
        role: finding.role,
        kind: finding.kind,
        actions: finding.actions,
        message: finding.message,
        help: finding.help,
        location: (0,source_place/* locate */.x5)(finding.place),
        related: finding.related.map(({ place, message }) => ({ location: (0,source_place/* locate */.x5)(place), message })),
        fingerprint: fingerprint(finding),
        suppressed: finding.suppressedBy === null ? null : { reason: finding.suppressedBy.reason },
        fix: null,
    };
}
const RANK = { error: 0, warning: 1, notice: 2 };
function bySeverityAndPlace(a, b) {
    const bySeverity = RANK[a.severity] - RANK[b.severity];
    if (bySeverity !== 0)
        return bySeverity;
    // What is about the run as a whole reads best behind what is about its files.
    const byScope = Number(a.location.file === ".") - Number(b.location.file === ".");
    if (byScope !== 0)
        return byScope;
    return compareText(a.location.file, b.location.file) || lineOf(a) - lineOf(b) || compareText(a.rule, b.rule);
}
function lineOf({ location }) {
    return "line" in location ? location.line : 0;
}
/** By code unit, the same on every system and in every locale. */
function compareText(a, b) {
    if (a === b)
        return 0;
    return a < b ? -1 : 1;
}

// EXTERNAL MODULE: ./lib/requirements/load-requirements.js + 4 modules
var load_requirements = __webpack_require__(4748);
// EXTERNAL MODULE: ./lib/select/role-pattern.js
var role_pattern = __webpack_require__(7537);
// EXTERNAL MODULE: ./lib/rules/index.js + 20 modules
var rules = __webpack_require__(7511);
;// CONCATENATED MODULE: ./lib/rules/apply-rules.js




/** Runs rules under the configuration's severities and suppressions, and remembers which suppressions were of use. */
class RuleRunner {
    options;
    authorization;
    today;
    used = new Set();
    constructor(options, authorization, 
    /** `YYYY-MM-DD`. */
    today) {
        this.options = options;
        this.authorization = authorization;
        this.today = today;
    }
    /** All findings about a role. */
    role(evaluated) {
        return rules/* roleRules */.u.flatMap((rule) => {
            const suppressions = this.inForce(rule.id).filter(({ role }) => (0,role_pattern/* matchRole */.E)(role, evaluated.role) !== "none");
            const whole = suppressions.find(({ actions }) => actions.length === 0);
            if (whole !== undefined)
                return this.judge(rule, rule.check(evaluated, this.authorization), whole);
            const some = suppressions.flatMap((suppression) => {
                const part = onlyActions(evaluated, (action) => suppresses(suppression, action));
                return this.judge(rule, actionDrafts(rule.check(part, this.authorization)), suppression);
            });
            const rest = onlyActions(evaluated, (action) => !suppressions.some((one) => suppresses(one, action)));
            return [...some, ...this.judge(rule, rule.check(rest, this.authorization), null)];
        });
    }
    /** A finding about a file or the run; suppressions name its file instead of a role. */
    run(rule, draft) {
        const subject = draft.role ?? (0,source_place/* fileOf */.W7)(draft.place);
        const suppression = this.inForce(rule.id).find(({ role }) => role === subject || (0,iam_pattern/* matchesPattern */.MT)(role, subject));
        return this.judge(rule, [draft], suppression ?? null);
    }
    /** Suppressions that matched nothing in this run, or are past their date, with the words for why. */
    stale() {
        return this.options.suppressions
            .filter((suppression) => !this.used.has(suppression))
            .map((suppression) => {
            const what = `of ${suppression.rule} for ${suppression.role}`;
            const expired = this.isExpired(suppression);
            return {
                suppression,
                reason: expired ? `${what} expired on ${suppression.expires}` : `${what} matches nothing`,
            };
        });
    }
    inForce(rule) {
        return this.options.suppressions.filter((one) => one.rule === rule && !this.isExpired(one));
    }
    isExpired(suppression) {
        return suppression.expires !== null && suppression.expires < this.today;
    }
    judge(rule, drafts, suppressedBy) {
        return drafts.flatMap((draft) => {
            const severity = this.options.severities.get(rule.id) ?? draft.severity ?? rule.defaultSeverity;
            if (severity === "off")
                return [];
            if (suppressedBy !== null)
                this.used.add(suppressedBy);
            return [{ ...draft, rule: rule.id, severity, suppressedBy }];
        });
    }
}
function suppresses(suppression, action) {
    return suppression.actions.some((pattern) => (0,iam_pattern/* matchesPattern */.MT)(pattern.toLowerCase(), action.toLowerCase()));
}
/** Suppressing single actions is about verdicts: what a rule says beside them is not suppressed by it. */
function actionDrafts(drafts) {
    return drafts.filter((draft) => draft.kind !== null && draft.actions.length > 0);
}
function onlyActions(evaluated, keep) {
    const kinds = evaluated.kinds.map((kind) => ({
        ...kind,
        verdicts: kind.verdicts.filter(({ action }) => keep(action)),
    }));
    return { ...evaluated, kinds };
}

// EXTERNAL MODULE: ./lib/rules/run-rules.js
var run_rules = __webpack_require__(1620);
;// CONCATENATED MODULE: ./lib/select/group-documents.js

/** Joins loose policy files into the roles that the config's `groups` name; all other roles stay as they are. */
function groupDocuments(roles, groups) {
    const loose = roles.filter((role) => role.format === "policy-json" && role.name === null);
    const grouped = new Set();
    const unmatched = [];
    const made = groups.map((group) => {
        const find = (patterns) => patterns.flatMap((pattern) => {
            const found = loose.filter((role) => role.file === pattern || (0,iam_pattern/* matchesPattern */.MT)(pattern, role.file));
            if (found.length === 0)
                unmatched.push({ group: group.name, pattern });
            for (const role of found)
                grouped.add(role);
            return found;
        });
        return joinRole(group.name, find(group.policies), find(group.trust), find(group.boundary));
    });
    return { roles: [...made.flatMap((role) => role ?? []), ...roles.filter((role) => !grouped.has(role))], unmatched };
}
function joinRole(name, policies, trust, boundary) {
    const first = policies[0] ?? trust[0] ?? boundary[0];
    if (first === undefined)
        return null;
    return {
        ...first,
        id: name,
        name,
        variants: [
            {
                when: null,
                policies: policies.flatMap(policiesOf),
                boundary: boundary.flatMap(policiesOf)[0] ?? null,
                trust: joinTrust(trust),
            },
        ],
    };
}
function policiesOf(role) {
    return role.variants[0].policies;
}
/** A role has one trust policy; files that are grouped as one are read as its statements. */
function joinTrust(trust) {
    const documents = trust.flatMap((role) => {
        const document = role.variants[0].trust;
        return document === null || "kind" in document ? [] : [document];
    });
    const [first, ...rest] = documents;
    if (first === undefined)
        return null;
    return {
        ...first,
        statements: documents.flatMap((document) => document.statements),
        unresolved: documents.flatMap((document) => document.unresolved),
        problems: documents.flatMap((document) => document.problems),
        size: rest.length === 0 ? first.size : null,
    };
}

// EXTERNAL MODULE: ./lib/config/role-mapping.js
var role_mapping = __webpack_require__(8127);
// EXTERNAL MODULE: ./lib/requirements/requirements.js
var requirements_requirements = __webpack_require__(3666);
;// CONCATENATED MODULE: ./lib/select/infer-kinds.js



const NAME_MARKS = ["veeam", "vbaws"];
/** So many actions that only the instances' own list has are no coincidence. */
const TELLING_ACTIONS = 3;
/** Guesses the kinds of a role that neither the configuration nor a marker names (design, section 3). */
function inferKinds(role, requirements) {
    const admits = trustAdmits(role);
    if (admits.aws === false && admits.ec2 === false)
        return { kind: "other" };
    const named = namedActions(role);
    const name = markedName(role);
    const telling = tellingActions(requirements, named);
    if (name === null && telling < TELLING_ACTIONS)
        return { kind: "other" };
    const listed = distinguished(requirements.kinds.filter((kind) => namesHalf(kind, named)), named);
    const kinds = listed.length > 0 || name === null ? listed : kindsInName(role, requirements);
    if (kinds.length === 0) {
        return name === null
            ? { kind: "other" }
            : { kind: "no-kind", reason: "named like a Veeam role, fits no kind: map it with `roles`" };
    }
    const attached = admits.ec2 === true ? requirements.kinds.filter((kind) => kind.trust.includes("ec2")) : [];
    return {
        kind: "worker",
        kinds: requirements.kinds.filter((kind) => kinds.includes(kind) || attached.includes(kind)),
        reason: reasonFor(name, telling, listed.length > 0, attached.some((kind) => !kinds.includes(kind))),
    };
}
function reasonFor(name, telling, byList, ec2Added) {
    const candidate = name === null ? `names ${telling} actions that only worker instances need` : `${name} says Veeam`;
    const kinds = byList ? "its policies name at least half of the list" : "its name says the kind";
    return `inferred: ${candidate}; ${kinds}${ec2Added ? "; ec2 may assume it" : ""}`;
}
const ID_WORDS = {
    "policy-json": "its file's name",
    cloudformation: "its logical ID",
    "terraform-plan": "its address",
};
/** Which of the role's names holds a mark, as words for the reason. */
function markedName(role) {
    const has = (text) => NAME_MARKS.some((mark) => text.toLowerCase().includes(mark));
    if (role.name !== null && has(role.name))
        return "its name";
    if (has(role.id))
        return ID_WORDS[role.format];
    const fileNames = [role.file, (0,source_place/* fileOf */.W7)(role.place)].map((path) => path.slice(path.lastIndexOf("/") + 1));
    return fileNames.some(has) ? "its file's name" : null;
}
/** Actions that Allow statements of the role's own documents name, lower-cased; `*` and `service:*` name nothing. */
function namedActions(role) {
    const named = new Set();
    for (const document of role.variants.flatMap(ownDocuments)) {
        for (const statement of document.statements) {
            if (statement.effect !== "Allow" || statement.actions.negated)
                continue;
            for (const { text } of statement.actions.patterns) {
                if (typeof text === "string")
                    named.add(text.toLowerCase());
            }
        }
    }
    return named;
}
/** AWS-managed documents do not count: nodes of EKS and ECS carry the SSM one too. */
function ownDocuments(variant) {
    return variant.policies.flatMap((policy) => policy.kind === "document" && !policy.awsManaged ? [policy.document] : []);
}
function infer_kinds_names(named, action) {
    if (named.has(action.toLowerCase()))
        return true;
    for (const pattern of named) {
        if (isNarrowPattern(pattern) && (0,iam_pattern/* matchesPattern */.MT)(pattern, action.toLowerCase()))
            return true;
    }
    return false;
}
function isNarrowPattern(pattern) {
    return /[*?]/.test(pattern) && !/^(\*|[^:]*:\*)$/.test(pattern);
}
function namesHalf(kind, named) {
    const count = kind.actions.filter(({ action }) => infer_kinds_names(named, action)).length;
    return count * 2 >= kind.actions.length;
}
/**
 * Leaves out kinds that a role meets by halves only through what another kind needs as well: 71 of the 96 restore actions are
 * backup actions, so a role with exactly the backup list would count as one for restores, and fail.
 */
function distinguished(kinds, named) {
    const telling = kinds.filter((kind) => {
        const elsewhere = new Set(kinds.filter((other) => other !== kind).flatMap(actionNames));
        return actionNames(kind).some((action) => !elsewhere.has(action) && infer_kinds_names(named, action));
    });
    return telling.length > 0 ? telling : kinds;
}
function actionNames(kind) {
    return kind.actions.map(({ action }) => action.toLowerCase());
}
/** How many actions the role names that only the kinds of attached roles list. */
function tellingActions(requirements, named) {
    const attached = requirements.kinds.filter((kind) => kind.trust.includes("ec2"));
    const others = requirements.kinds.filter((kind) => !kind.trust.includes("ec2"));
    const elsewhere = new Set(others.flatMap(actionNames));
    const only = new Set(attached.flatMap(actionNames));
    return [...only].filter((action) => !elsewhere.has(action) && named.has(action)).length;
}
/** `backup` and `restore` in the name are kinds; `worker` is the role that the instances carry. */
function kindsInName(role, requirements) {
    const text = `${role.name ?? ""} ${role.id}`.toLowerCase();
    return requirements.kinds.filter((kind) => text.includes(kind.name) || (text.includes("worker") && kind.trust.includes("ec2")));
}

;// CONCATENATED MODULE: ./lib/select/select-roles.js




/** Which roles are worker roles and of which kinds: `roles`, then markers, then, when these name none, inference. */
function selectRoles(roles, mappings, requirements) {
    const choices = roles.map((role) => ({ role, choice: chooseNamed(role, mappings) }));
    const infer = !choices.some(({ choice }) => choice.kind === "named");
    const selected = [];
    const notChecked = [];
    const misnamed = [];
    for (const { role, choice } of choices) {
        switch (choice.kind) {
            case "named": {
                const { kinds, unknown } = (0,requirements_requirements/* expandKinds */.ET)(requirements, choice.kinds);
                if (unknown.length > 0)
                    misnamed.push({ role, kinds: unknown, namedBy: choice.by });
                if (kinds.length > 0)
                    selected.push({ role, kinds, selectedBy: choice.by });
                break;
            }
            case "ignored":
                notChecked.push({ role, reason: `left out by ${choice.by}` });
                break;
            case "unnamed":
                addInferred(role, inferKinds(role, requirements), infer, selected, notChecked);
                break;
        }
    }
    return { selected, notChecked, misnamed };
}
function addInferred(role, inference, infer, selected, notChecked) {
    if (inference.kind === "other")
        return;
    if (inference.kind === "no-kind")
        notChecked.push({ role, reason: inference.reason });
    else if (infer)
        selected.push({ role, kinds: inference.kinds, selectedBy: inference.reason });
    else {
        const kinds = inference.kinds.map((kind) => kind.name).join(", ");
        notChecked.push({
            role,
            reason: `looks like a worker role (${kinds}), and \`roles\` or a marker names others only`,
        });
    }
}
function chooseNamed(role, mappings) {
    const matches = mappings.map((mapping) => ({ mapping, match: (0,role_pattern/* matchRole */.E)(mapping.pattern, role) }));
    const literal = matches.filter(({ match }) => match === "literal").map(({ mapping }) => mapping);
    const glob = matches.filter(({ match }) => match === "glob").map(({ mapping }) => mapping);
    return fromMappings(literal) ?? fromMappings(glob) ?? fromMarker(role) ?? { kind: "unnamed" };
}
/** All matching lines count together; `ignore` among them wins, because it is the exception that somebody wrote down. */
function fromMappings(mappings) {
    const ignore = mappings.find((mapping) => mapping.kinds === null);
    if (ignore !== undefined)
        return { kind: "ignored", by: `roles: ${ignore.text}` };
    if (mappings.length === 0)
        return null;
    const by = `roles: ${mappings.map((mapping) => mapping.text).join("; ")}`;
    return { kind: "named", kinds: mappings.flatMap((mapping) => mapping.kinds ?? []), by };
}
function fromMarker(role) {
    if (role.marker === null)
        return null;
    const kinds = (0,role_mapping/* splitKinds */.o)(role.marker.text);
    const by = `marker: ${kinds.join(", ")}`;
    return kinds.length === 1 && kinds[0] === "ignore" ? { kind: "ignored", by } : { kind: "named", kinds, by };
}

;// CONCATENATED MODULE: ./lib/check.js















/** The pipeline: options in, report out. */
async function check(options, environment) {
    const inspected = await inspect(options, environment);
    return "problems" in inspected ? inspected : { report: buildReport(inspected.result, options.failOn) };
}
/** The pipeline up to the report: discover, read, select, evaluate, rules. */
async function inspect(options, environment) {
    const loaded = (0,load_requirements/* loadRequirements */.V)(options.requirements);
    if ("message" in loaded)
        return { problems: [{ ...loaded, place: null }] };
    const { requirements } = loaded;
    const intake = readFiles(options, environment.scope);
    const grouped = groupDocuments(intake.roles, options.groups);
    const selection = selectRoles(grouped.roles, options.roles, requirements);
    const authorization = await (0,service_authorization/* loadAuthorization */.W)();
    const workers = await withManagedPolicies(selection.selected.filter(({ role }) => !role.removed));
    const roles = workers.map((worker) => check_evaluate(worker, options, authorization));
    const rules = new RuleRunner(options, authorization, environment.today);
    const findings = [
        ...intake.problems.flatMap((problem) => rules.run(check_unreadable, run_rules/* unreadableFile */._s(problem))),
        ...grouped.unmatched.flatMap((unmatched) => rules.run(check_unreadable, run_rules/* unmatchedGroup */.Hb(unmatched))),
        ...roles.flatMap((role) => rules.role(role)),
        ...runFindings(rules, options, { intake, selection, requirements }),
    ];
    return {
        result: {
            requirements,
            files: {
                matched: intake.matched,
                read: intake.read.length,
                unreadable: intake.problems.length,
                paths: intake.read,
            },
            roles,
            notChecked: [
                ...intake.passedOver,
                ...selection.notChecked.map(({ role, reason }) => ({ id: role.id, place: role.place, reason })),
            ],
            findings: [...findings, ...staleFindings(rules)],
        },
    };
}
const { unreadableFile: check_unreadable, noWorkerRole, workerRoleRemoved, staleSuppression } = run_rules/* runRules */.xG;
/** Reads every candidate. A file that can't be read is a problem and never stops the others. */
function readFiles(options, scope) {
    const found = findCandidates(scope, [...options.files, ...groupFiles(options)]);
    const workspace = openWorkspace(scope, found.folders);
    const { terraformRoot, parameters } = options;
    const context = { workspace, terraformRoot, parameters };
    const roles = [];
    const passedOver = [];
    const problems = found.notFound.map(({ named, reason }) => ({
        message: `${named} ${reason}`,
        help: "name a file, a folder or a glob",
        place: (0,source_place/* filePlace */.Wf)(named),
    }));
    const read = [];
    for (const candidate of found.candidates) {
        const content = readCandidate(scope, candidate);
        if (content.kind === "other")
            continue;
        if (content.kind === "unreadable") {
            const { path, message, help } = content;
            problems.push({ message: `${path} ${message}`, help, place: (0,source_place/* filePlace */.Wf)(path) });
            continue;
        }
        const outcome = readFile(content.file, context);
        if (outcome.kind === "unreadable") {
            problems.push(outcome.problem);
        }
        else if (outcome.kind === "read") {
            read.push(content.file.path);
            roles.push(...outcome.result.roles);
            problems.push(...outcome.result.problems);
            passedOver.push(...outcome.result.passedOver);
        }
        else if (candidate.literal) {
            const place = (0,source_place/* filePlace */.Wf)(content.file.path);
            passedOver.push({ id: content.file.path, reason: "holds no policy, template or plan", place });
        }
    }
    return { matched: found.candidates.length, read, roles, problems, passedOver };
}
function groupFiles(options) {
    return options.groups.flatMap(({ policies, trust, boundary }) => [...policies, ...trust, ...boundary]);
}
/** Replaces references to AWS's own policies by their documents, in the worker roles only: the data is large. */
async function withManagedPolicies(selected) {
    const roles = await resolveManagedPolicies(selected.map(({ role }) => role));
    return selected.map((worker, index) => ({ ...worker, role: roles[index] ?? worker.role }));
}
function check_evaluate(worker, options, authorization) {
    const { role, kinds, selectedBy } = worker;
    const parties = [...new Set(kinds.flatMap((kind) => kind.trust))];
    return {
        role,
        selectedBy,
        kinds: kinds.map((kind) => ({
            kind,
            verdicts: (0,evaluate/* evaluateRole */.c)(role, kind.actions, options.context, authorization),
        })),
        trust: parties.flatMap((party) => evaluateTrust(role, party, options.appliance, options.context) ?? []),
    };
}
function runFindings(rules, options, seen) {
    const { intake, selection, requirements } = seen;
    const known = [...requirements.kinds.map(({ name }) => name), ...requirements.aliases.keys()];
    const misnamed = selection.misnamed.flatMap(({ role, kinds, namedBy }) => rules.run(noWorkerRole, run_rules/* misnamedKind */.Ts(role, kinds, namedBy, known)));
    const removed = selection.selected.filter(({ role }) => role.removed);
    const removals = removed.flatMap(({ role }) => rules.run(workerRoleRemoved, run_rules/* workerRoleRemoved */.pg(role)));
    if (selection.selected.length > removed.length || options.ifNoRoles === "ignore")
        return [...misnamed, ...removals];
    const { matched, read, roles, problems } = intake;
    const counts = { matched, read: read.length, unreadable: problems.length, roles: roles.length };
    return [...misnamed, ...removals, ...rules.run(noWorkerRole, run_rules/* noWorkerRole */.WU(counts, options.ifNoRoles))];
}
function staleFindings(rules) {
    return rules
        .stale()
        .flatMap(({ suppression, reason }) => rules.run(staleSuppression, run_rules/* staleSuppression */.N6(reason, suppression.place)));
}


/***/ }),

/***/ 9585:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ isApplianceId)
/* harmony export */ });
/** An account id, or the ARN of an account's root, a role or an assumed role's role, in any partition. */
const appliancePattern = /^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|role\/\S+|user\/\S+))$/;
function isApplianceId(text) {
    return appliancePattern.test(text);
}


/***/ }),

/***/ 1932:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  $: () => (/* binding */ resolveOptions)
});

// EXTERNAL MODULE: ./lib/source/nearest-word.js
var nearest_word = __webpack_require__(1672);
// EXTERNAL MODULE: ./lib/config/appliance.js
var appliance = __webpack_require__(9585);
// EXTERNAL MODULE: ./lib/source/yaml-node.js
var yaml_node = __webpack_require__(579);
;// CONCATENATED MODULE: ./lib/config/config-lines.js
/** A value, a block of lines or a list of values, as lines; null for anything else. */
function plainLines(node) {
    switch (node.kind) {
        case "scalar":
            return node.value === null ? [] : splitLines(String(node.value));
        case "list": {
            const lines = node.items.map((item) => item.kind === "scalar" && item.value !== null ? String(item.value) : null);
            return lines.every((line) => line !== null) ? lines : null;
        }
        case "map":
        case "partial":
        case "unresolved":
            return null;
    }
}
function splitLines(text) {
    return text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== "");
}

// EXTERNAL MODULE: ./lib/source/node.js
var node = __webpack_require__(9549);
;// CONCATENATED MODULE: ./lib/config/rule-ids.js
/** Every rule's id: the names that configs, suppressions, SARIF and the pages in docs/rules use. Never renamed. */
const RULE_IDS = [
    "missing-action",
    "denied-action",
    "boundary-blocks-action",
    "partial-action",
    "conditional-action",
    "undetermined-action",
    "trust-missing",
    "trust-denied",
    "trust-conditional",
    "trust-too-wide",
    "trust-suspect-principal",
    "instance-profile-missing",
    "invalid-policy",
    "unknown-action",
    "policy-quota",
    "excess-access",
    "unreadable-file",
    "no-worker-role",
    "worker-role-removed",
    "stale-suppression",
];

;// CONCATENATED MODULE: ./lib/config/config-sections.js




const SECTION_NAMES = ["groups", "context", "severities", "suppressions", "parameters"];
const SEVERITY_WORDS = ["error", "warning", "notice", "off"];
/** Reads the sections of the config's root; with null, all of them are empty. */
function readSections(root, problems) {
    const section = (name) => (root === null ? null : ((0,node/* entryOf */.Ms)(root, name)?.value ?? null));
    return {
        groups: entriesOf(section("groups"), "groups", problems).map((entry) => readGroup(entry, problems)),
        context: readContext(section("context"), problems),
        severities: readSeverities(section("severities"), problems),
        suppressions: readSuppressions(section("suppressions"), problems),
        parameters: entriesOf(section("parameters"), "parameters", problems).flatMap((entry) => linesOf(entry, problems).map((file) => ({ template: entry.key, file }))),
    };
}
function entriesOf(node, name, problems) {
    if (node === null || (node.kind === "scalar" && node.value === null))
        return [];
    if (node.kind === "map")
        return node.entries;
    problems.push({
        message: `\`${name}\` is not a map`,
        help: `write \`name: value\` lines below \`${name}\``,
        place: node.place,
    });
    return [];
}
function linesOf(entry, problems) {
    const lines = plainLines(entry.value);
    if (lines !== null)
        return lines;
    problems.push({
        message: `\`${entry.key}\` holds something other than text`,
        help: "write a value, or a list of values",
        place: entry.value.place,
    });
    return [];
}
function refuseUnknownKeys(entries, known, where, problems) {
    for (const entry of entries) {
        if (known.includes(entry.key))
            continue;
        const near = (0,nearest_word/* nearestWord */.z)(entry.key, known);
        const help = near === null ? `keys are ${known.join(", ")}` : `did you mean \`${near}\`?`;
        problems.push({ message: `unknown key \`${entry.key}\` in ${where}`, help, place: entry.keyPlace });
    }
}
function readGroup(group, problems) {
    const entries = entriesOf(group.value, `groups.${group.key}`, problems);
    refuseUnknownKeys(entries, ["policies", "trust", "boundary"], `group \`${group.key}\``, problems);
    const files = (key) => entries.filter((entry) => entry.key === key).flatMap((entry) => linesOf(entry, problems));
    return { name: group.key, policies: files("policies"), trust: files("trust"), boundary: files("boundary") };
}
function readContext(node, problems) {
    const entries = entriesOf(node, "context", problems);
    return new Map(entries.map((entry) => [entry.key.toLowerCase(), linesOf(entry, problems)]));
}
function readSeverities(node, problems) {
    const severities = new Map();
    for (const entry of entriesOf(node, "severities", problems)) {
        const rule = readRuleId(entry.key, entry.keyPlace, problems);
        const word = linesOf(entry, problems)[0];
        // YAML 1.1 reads a bare `off` as false; ours is read as 1.2, and says what was meant where an editor quoted it wrongly.
        const severity = SEVERITY_WORDS.find((candidate) => candidate === word || (candidate === "off" && word === "false"));
        if (severity === undefined) {
            problems.push({
                message: `\`${word ?? ""}\` is no severity`,
                help: `severities are ${SEVERITY_WORDS.join(", ")}`,
                place: entry.value.place,
            });
        }
        else if (rule !== null) {
            severities.set(rule, severity);
        }
    }
    return severities;
}
function readRuleId(word, place, problems) {
    const rule = RULE_IDS.find((id) => id === word);
    if (rule !== undefined)
        return rule;
    const near = (0,nearest_word/* nearestWord */.z)(word, RULE_IDS);
    problems.push({
        message: `unknown rule \`${word}\``,
        help: near === null ? "see docs/rules for the rules" : `did you mean \`${near}\`?`,
        place,
    });
    return null;
}
const SUPPRESSION_KEYS = ["role", "rule", "actions", "reason", "expires"];
function readSuppressions(node, problems) {
    if (node === null || (node.kind === "scalar" && node.value === null))
        return [];
    if (node.kind !== "list") {
        problems.push({
            message: "`suppressions` is not a list",
            help: "start each suppression with `- role: PATTERN`",
            place: node.place,
        });
        return [];
    }
    return node.items.flatMap((item) => readSuppression(item, problems) ?? []);
}
function readSuppression(node, problems) {
    const entries = entriesOf(node, "suppressions", problems);
    refuseUnknownKeys(entries, SUPPRESSION_KEYS, "a suppression", problems);
    const lines = (key) => entries.filter((entry) => entry.key === key).flatMap((entry) => linesOf(entry, problems));
    const role = lines("role")[0] ?? "*";
    const ruleEntry = entries.find((entry) => entry.key === "rule");
    const rule = ruleEntry === undefined ? null : readRuleId(lines("rule")[0] ?? "", ruleEntry.value.place, problems);
    const reason = lines("reason").join(" ");
    if (ruleEntry === undefined)
        problems.push({ message: "a suppression names no rule", help: "add `rule: RULE-ID`", place: node.place });
    if (reason === "")
        problems.push({
            message: "a suppression gives no reason",
            help: "add `reason:` and say why the finding is accepted",
            place: node.place,
        });
    const expires = lines("expires")[0] ?? null;
    if (expires !== null && !isDate(expires)) {
        problems.push({
            message: `\`${expires}\` is no date`,
            help: "write the last day on which the suppression holds as YYYY-MM-DD",
            place: node.place,
        });
    }
    return rule === null || reason === ""
        ? null
        : { role, rule, actions: lines("actions"), reason, expires, place: node.place };
}
function isDate(text) {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

// EXTERNAL MODULE: ./lib/config/settings.js
var config_settings = __webpack_require__(1641);
;// CONCATENATED MODULE: ./lib/config/config-file.js





/** Reads `.github/worker-iam-check.yml` (or a JSON file: JSON is YAML). Every problem is collected, none thrown. */
function readConfigFile(file) {
    const parsed = (0,yaml_node/* parseYaml */.h)(file);
    const problems = parsed.errors.map((error) => ({
        message: `the config is not YAML: ${error.message}`,
        help: null,
        place: error.place,
    }));
    const root = parsed.documents[0];
    const settings = new Map();
    if (root === undefined || problems.length > 0 || (root.kind === "scalar" && root.value === null)) {
        return { settings, sections: readSections(null, problems), problems };
    }
    if (root.kind !== "map") {
        problems.push({
            message: "the config is not a map of settings",
            help: "write `setting: value` lines",
            place: root.place,
        });
        return { settings, sections: readSections(null, problems), problems };
    }
    for (const entry of root.entries)
        readEntry(entry, settings, problems);
    return { settings, sections: readSections(root, problems), problems };
}
function readEntry(entry, settings, problems) {
    if (entry.key === "$schema" || SECTION_NAMES.includes(entry.key))
        return;
    if (!(0,config_settings/* isSettingName */.s9)(entry.key)) {
        const near = (0,nearest_word/* nearestWord */.z)(entry.key, [...Object.keys(config_settings/* SETTINGS */.yy), ...SECTION_NAMES]);
        const help = near === null
            ? `settings are ${[...Object.keys(config_settings/* SETTINGS */.yy), ...SECTION_NAMES].join(", ")}`
            : `did you mean \`${near}\`?`;
        problems.push({ message: `unknown setting \`${entry.key}\``, help, place: entry.keyPlace });
        return;
    }
    const lines = entry.key === "roles" ? roleLines(entry.value) : plainLines(entry.value);
    if (lines === null) {
        problems.push({
            message: `\`${entry.key}\` holds something other than text`,
            help: "write a value, or a list of values",
            place: entry.value.place,
        });
        return;
    }
    settings.set(entry.key, { lines, givenAs: `\`${entry.key}\``, place: entry.value.place });
}
/** `roles` may be lines, a map from pattern to kinds, or a list of either (`- Role: backup` is a map in YAML). */
function roleLines(node) {
    if (node.kind === "map")
        return mapLines(node);
    if (node.kind !== "list")
        return plainLines(node);
    const lines = node.items.map((item) => (item.kind === "map" ? mapLines(item) : plainLines(item)));
    return lines.every((line) => line !== null) ? lines.flat() : null;
}
function mapLines(node) {
    const lines = node.entries.map((entry) => {
        const kinds = plainLines(entry.value);
        return kinds === null ? null : `${entry.key}: ${kinds.join(", ")}`;
    });
    return lines.every((line) => line !== null) ? lines : null;
}

// EXTERNAL MODULE: ./lib/config/role-mapping.js
var role_mapping = __webpack_require__(8127);
;// CONCATENATED MODULE: ./lib/config/resolve-options.js







/**
 * Makes options out of what was given. `inputs` are the Action's inputs or the command line's options by setting name, a
 * line each; an empty string counts as not given. An input wins over the config file, which wins over the default.
 */
function resolveOptions(inputs, config) {
    const file = config === null ? null : readConfigFile(config);
    const problems = [...(file?.problems ?? [])];
    const given = (name) => {
        const lines = splitLines(inputs.get(name) ?? "");
        return lines.length > 0 ? { lines, givenAs: `\`${name}\``, place: null } : (file?.settings.get(name) ?? null);
    };
    const read = new SettingReader(given, problems);
    const sections = file?.sections ?? readSections(null, problems);
    const options = {
        check: {
            files: read.lines("files"),
            roles: roleMappings(given("roles"), problems),
            appliance: applianceIds(given("appliance"), problems),
            requirements: read.text("requirements"),
            terraformRoot: read.optionalText("terraform-root"),
            failOn: read.choice("fail-on"),
            ifNoRoles: read.choice("if-no-roles"),
            ...sections,
        },
        publish: {
            annotations: read.choice("annotations"),
            comment: read.choice("comment"),
            commentKey: read.text("comment-key"),
            jobSummary: read.flag("job-summary"),
            reportFile: read.optionalText("report-file"),
            sarifFile: read.optionalText("sarif-file"),
        },
    };
    return problems.length > 0 ? { problems } : { options };
}
/** Reads settings by their shape in the table, noting what does not fit. */
class SettingReader {
    given;
    problems;
    constructor(given, problems) {
        this.given = given;
        this.problems = problems;
    }
    lines(name) {
        return this.given(name)?.lines ?? config_settings/* SETTINGS */.yy[name].default;
    }
    text(name) {
        return this.given(name)?.lines.join("\n") ?? config_settings/* SETTINGS */.yy[name].default;
    }
    optionalText(name) {
        const text = this.text(name);
        return text === "" ? null : text;
    }
    flag(name) {
        const word = this.word(name, ["true", "false"]);
        return word === null ? config_settings/* SETTINGS */.yy[name].default : word === "true";
    }
    choice(name) {
        return (this.word(name, config_settings/* SETTINGS */.yy[name].words) ?? config_settings/* SETTINGS */.yy[name].default);
    }
    /** The given word, when it is one of those allowed. */
    word(name, allowed) {
        const given = this.given(name);
        if (given === null)
            return null;
        const text = given.lines.join(" ").toLowerCase();
        if (allowed.includes(text))
            return text;
        const near = (0,nearest_word/* nearestWord */.z)(text, allowed);
        this.problems.push({
            message: `${given.givenAs} is \`${text}\`, which is not one of ${allowed.join(", ")}`,
            help: near === null ? null : `did you mean \`${near}\`?`,
            place: given.place,
        });
        return null;
    }
}
function roleMappings(given, problems) {
    return (given?.lines ?? []).flatMap((line) => {
        const mapping = (0,role_mapping/* parseRoleMapping */.C)(line);
        if (mapping !== null)
            return [mapping];
        const help = "write `PATTERN: kind, kind`, for example `*backup*: backup, communication`, or `PATTERN: ignore`";
        problems.push({
            message: `\`roles\` line \`${line}\` names no pattern and kinds`,
            help,
            place: given?.place ?? null,
        });
        return [];
    });
}
function applianceIds(given, problems) {
    const lines = given?.lines ?? [];
    for (const line of lines.filter((candidate) => !(0,appliance/* isApplianceId */.v)(candidate))) {
        const help = "give the ARN of the impersonation role, or the appliance's account: a 12-digit id or arn:aws:iam::ACCOUNT:root";
        problems.push({
            message: `\`appliance\` line \`${line}\` is neither a role ARN nor an account`,
            help,
            place: given?.place ?? null,
        });
    }
    return lines;
}


/***/ }),

/***/ 8127:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ parseRoleMapping),
/* harmony export */   o: () => (/* binding */ splitKinds)
/* harmony export */ });
/**
 * `PATTERN: kind, kind` or `PATTERN: ignore`. Split at the last colon, because patterns (paths, Terraform addresses, ARNs)
 * hold colons and kinds do not. Null when there is no colon, no pattern or no kind.
 */
function parseRoleMapping(line) {
    const colon = line.lastIndexOf(":");
    if (colon === -1)
        return null;
    const pattern = line.slice(0, colon).trim();
    const kinds = splitKinds(line.slice(colon + 1));
    if (pattern === "" || kinds.length === 0)
        return null;
    return {
        pattern,
        kinds: kinds.length === 1 && kinds[0] === "ignore" ? null : kinds,
        text: `${pattern}: ${kinds.join(", ")}`,
    };
}
/** Kind names of a mapping or a marker: parted by commas or blanks. */
function splitKinds(text) {
    return text.split(/[\s,]+/).filter((kind) => kind !== "");
}


/***/ }),

/***/ 4675:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ findConfig)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var _config_settings_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1641);
/* harmony import */ var _source_decode_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9903);
/* harmony import */ var _scope_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9563);




/** The config file, relative to the root: the one that is named has to be there, the default one may be. */
function findConfig(scope, named) {
    const path = named ?? _config_settings_js__WEBPACK_IMPORTED_MODULE_1__/* .DEFAULT_CONFIG_FILE */ .Cu;
    const absolute = (0,_scope_js__WEBPACK_IMPORTED_MODULE_2__/* .absolutePath */ .Hi)(scope, path);
    if (named === null && !(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(absolute))
        return { file: null };
    const real = scope.confined ? (0,_scope_js__WEBPACK_IMPORTED_MODULE_2__/* .realPathWithin */ .Nm)(absolute, [scope.root]) : absolute;
    try {
        const decoded = (0,_source_decode_js__WEBPACK_IMPORTED_MODULE_3__/* .decode */ .D)((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(real ?? ""));
        if ("text" in decoded)
            return { file: { path, text: decoded.text } };
        return { problem: { message: `the config ${path} ${decoded.fault}`, help: "save it as UTF-8", place: null } };
    }
    catch {
        const help = "check the path given as `config`: it is relative to the root of the repository";
        return { problem: { message: `the config ${path} can't be read`, help, place: null } };
    }
}


/***/ }),

/***/ 9563:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hi: () => (/* binding */ absolutePath),
/* harmony export */   Nm: () => (/* binding */ realPathWithin),
/* harmony export */   UO: () => (/* binding */ isWithin),
/* harmony export */   nD: () => (/* binding */ reportedPath)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);


/** The path that reports and messages use: relative to the root, with `/` on every system. */
function reportedPath(scope, absolute) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)(scope.root, absolute);
    return (path === "" ? "." : path).split(node_path__WEBPACK_IMPORTED_MODULE_1__.sep).join("/");
}
function absolutePath(scope, reported) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(reported) ? reported : (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(scope.root, reported);
}
function isWithin(folder, path) {
    const way = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)(folder, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(path));
    return way === "" || (way !== ".." && !way.startsWith(`..${node_path__WEBPACK_IMPORTED_MODULE_1__.sep}`) && !(0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(way));
}
/**
 * The real path of a file, every symbolic link resolved, when it lies in one of the folders; null when it does not exist
 * or a link leads out.
 */
function realPathWithin(absolute, folders) {
    try {
        const real = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(absolute);
        return folders.some((folder) => isWithin((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(folder), real)) ? real : null;
    }
    catch {
        return null;
    }
}


/***/ }),

/***/ 8332:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NY: () => (/* binding */ requestedAction),
/* harmony export */   ch: () => (/* binding */ matchesAction),
/* harmony export */   f0: () => (/* binding */ readAction),
/* harmony export */   f5: () => (/* binding */ actionFault)
/* harmony export */ });
/* harmony import */ var _pattern_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9335);

/** Why an action's text can't be what its author meant; `null` when it is well formed. */
function actionFault(text) {
    if (text === "*" || text === "*:*")
        return null;
    if (text.trim() !== text)
        return { message: "has a blank at its end, so it matches nothing", help: "remove the blank" };
    if (text.includes(",")) {
        return { message: "holds a comma, so it matches nothing", help: "write each action as a string of its own" };
    }
    const parts = text.split(":", 3);
    if (parts.length !== 2) {
        return { message: "is not of the form service:Action", help: 'write one colon, as in "ec2:DescribeVolumes"' };
    }
    if (/\s/.test(text))
        return { message: "holds a blank, so it matches nothing", help: "remove the blank" };
    const [service = "", name = ""] = parts;
    if ((0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .hasWildcards */ .ev)(service)) {
        return { message: "has a wildcard in its service, which AWS rejects", help: "name the service" };
    }
    if (service === "" || name === "")
        return { message: "lacks a part", help: 'write it as in "ec2:DescribeVolumes"' };
    return null;
}
function requestedAction(action) {
    const folded = action.toLowerCase();
    return { folded, tokens: (0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(folded) };
}
function readAction(text) {
    if (typeof text === "string") {
        const folded = text.toLowerCase();
        if (!(0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .hasWildcards */ .ev)(folded))
            return { kind: "exact", folded };
        const colon = folded.indexOf(":");
        const service = colon === -1 ? null : folded.slice(0, colon);
        return {
            kind: "wild",
            service: service === null || (0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .hasWildcards */ .ev)(service) ? null : service,
            pattern: (0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .wildcards */ .S)(folded),
        };
    }
    const parts = text.kind === "partial" ? text.parts : [text];
    const pattern = parts.flatMap((part) => (0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .wildcards */ .S)(typeof part === "string" ? part.toLowerCase() : "*"));
    const expression = parts.find((part) => typeof part !== "string")?.expression ?? "";
    return { kind: "unknown", pattern, expression };
}
function matchesAction(pattern, action) {
    return pattern.kind === "exact" ? pattern.folded === action.folded : (0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .covers */ .hU)(pattern.pattern, action.tokens);
}


/***/ }),

/***/ 9624:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  w: () => (/* binding */ evaluateConditions)
});

// EXTERNAL MODULE: ./lib/iam/three.js
var three = __webpack_require__(2797);
// EXTERNAL MODULE: ./lib/iam/pattern.js
var pattern = __webpack_require__(9335);
// EXTERNAL MODULE: ./lib/iam/text-pattern.js + 1 modules
var text_pattern = __webpack_require__(6005);
;// CONCATENATED MODULE: ./lib/iam/condition/arn.js

const COLON = 0x3a;
const PARTS = 6;
/** AWS checks each of the six parts of an ARN on its own: a `*` never crosses the first five colons. */
function matchArn(expected, value) {
    if (expected === null)
        return "no";
    const arn = (0,pattern/* literal */.eu)(value);
    if (expected.open)
        return (0,pattern/* covers */.hU)(expected.pattern, arn) ? "unknown" : "no";
    if (expected.pattern.length === 1 && (0,pattern/* covers */.hU)(expected.pattern, arn))
        return "yes";
    const wanted = splitParts(expected.pattern);
    const given = splitParts(arn);
    if (wanted.length !== PARTS || given.length !== PARTS)
        return "no";
    return wanted.every((part, index) => (0,pattern/* covers */.hU)(part, given[index] ?? [])) ? "yes" : "no";
}
function splitParts(tokens) {
    const parts = [];
    let start = 0;
    while (parts.length < PARTS - 1) {
        const colon = tokens.indexOf(COLON, start);
        if (colon === -1)
            break;
        parts.push(tokens.slice(start, colon));
        start = colon + 1;
    }
    parts.push(tokens.slice(start));
    return parts;
}

;// CONCATENATED MODULE: ./lib/iam/condition/binary.js
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** Both are base64; AWS compares the bytes. */
function equalBinary(value, expected) {
    if (!BASE64.test(value) || !BASE64.test(expected))
        return false;
    return Buffer.from(value, "base64").equals(Buffer.from(expected, "base64"));
}

;// CONCATENATED MODULE: ./lib/iam/condition/date.js
const ISO = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/i;
const EPOCH = /^-?\d{5,}(\.\d+)?$/;
/** A W3C date (`2020-04-01`, `2020-04-01T00:00:00Z`) or seconds since 1970, as milliseconds; `null` when it is neither. */
function parseDate(text) {
    const written = text.trim();
    if (EPOCH.test(written))
        return Number(written) * 1000;
    const match = ISO.exec(written);
    if (match === null)
        return null;
    const [, year, month = "01", day = "01", hour = "00", minute = "00", second = "00", fraction = "0", zone = "Z"] = match;
    const offset = zone.toUpperCase() === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
    const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}${offset}`);
    return Number.isNaN(time) ? null : time;
}

;// CONCATENATED MODULE: ./lib/iam/condition/ip-address.js
/** Whether an address lies in a range (CIDR, or a single address). IPv4 and IPv6 never match each other. */
function addressInRange(value, range) {
    const slash = range.indexOf("/");
    const base = parseAddress(slash === -1 ? range : range.slice(0, slash));
    const address = parseAddress(value);
    if (base === null || address === null || base.bits !== address.bits)
        return false;
    const prefix = slash === -1 ? base.bits : parsePrefix(range.slice(slash + 1), base.bits);
    if (prefix === null)
        return false;
    const rest = BigInt(base.bits - prefix);
    return base.value >> rest === address.value >> rest;
}
function parsePrefix(text, bits) {
    if (!/^\d{1,3}$/.test(text))
        return null;
    return Number(text) <= bits ? Number(text) : null;
}
function parseAddress(text) {
    const trimmed = text.trim();
    if (trimmed.includes(":")) {
        const value = parseV6(trimmed);
        return value === null ? null : { bits: 128, value };
    }
    const value = parseV4(trimmed);
    return value === null ? null : { bits: 32, value };
}
function parseV4(text) {
    const parts = text.split(".", 5);
    if (parts.length !== 4)
        return null;
    let value = 0n;
    for (const part of parts) {
        if (!/^\d{1,3}$/.test(part) || Number(part) > 255)
            return null;
        value = (value << 8n) | BigInt(part);
    }
    return value;
}
function parseV6(text) {
    const halves = text.split("::", 3);
    if (halves.length > 2)
        return null;
    const head = parseGroups(halves[0] ?? "");
    const tail = halves.length === 2 ? parseGroups(halves[1] ?? "") : [];
    if (head === null || tail === null)
        return null;
    const gap = 8 - head.length - tail.length;
    if (halves.length === 2 ? gap < 1 : gap !== 0)
        return null;
    const groups = [...head, ...new Array(gap).fill(0n), ...tail];
    return groups.reduce((value, group) => (value << 16n) | group, 0n);
}
/** Groups of 16 bits; the last may be an IPv4 address, which is two of them. */
function parseGroups(text) {
    if (text === "")
        return [];
    const groups = [];
    const parts = text.split(":", 9);
    for (const [index, part] of parts.entries()) {
        if (/^[0-9a-f]{1,4}$/i.test(part))
            groups.push(BigInt(`0x${part}`));
        else {
            const v4 = index === parts.length - 1 ? parseV4(part) : null;
            if (v4 === null)
                return null;
            groups.push(v4 >> 16n, v4 & 0xffffn);
        }
    }
    return groups;
}

;// CONCATENATED MODULE: ./lib/iam/condition/number.js
/** A decimal number as IAM's numeric operators read it; `null` when the text is none. */
function parseNumber(text) {
    return /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/.test(text.trim()) ? Number(text) : null;
}

;// CONCATENATED MODULE: ./lib/iam/condition/compare.js







/** Compares one value of the request with one of the policy, without the operator's negation. */
function compare(operator, value, expected, reading) {
    switch (operator.comparison) {
        case "string":
            return matchString(value, expected, { ...reading, wildcards: false, foldCase: false });
        case "string-ignore-case":
            return matchString(value, expected, { ...reading, wildcards: false, foldCase: true });
        case "string-like":
            return matchString(value, expected, { ...reading, wildcards: true, foldCase: false });
        case "arn":
            return matchArn((0,text_pattern/* readText */.y)(expected, { ...reading, wildcards: true, foldCase: false }), value);
        case "bool":
            return known(expected, reading, (text) => equalBool(value, text));
        case "binary":
            return known(expected, reading, (text) => equalBinary(value, text));
        case "ip":
            return known(expected, reading, (text) => addressInRange(value, text));
        case "number":
            return known(expected, reading, (text) => inOrder(operator.order, parseNumber(value), parseNumber(text)));
        case "date":
            return known(expected, reading, (text) => inOrder(operator.order, parseDate(value), parseDate(text)));
        case "null":
            return "no";
    }
}
function matchString(value, expected, reading) {
    return (0,text_pattern/* matchText */.H)((0,text_pattern/* readText */.y)(expected, reading), (0,pattern/* literal */.eu)(reading.foldCase ? value.toLowerCase() : value));
}
/** These have no policy variables, and nothing can be said of a value that is known in parts. */
function known(expected, { unknowns }, test) {
    if (typeof expected === "string")
        return test(expected) ? "yes" : "no";
    for (const part of expected.kind === "partial" ? expected.parts : [expected]) {
        if (typeof part !== "string")
            unknowns.expressions.add(part.expression);
    }
    return "unknown";
}
function equalBool(value, expected) {
    const wanted = expected.toLowerCase();
    return (wanted === "true" || wanted === "false") && value.toLowerCase() === wanted;
}
function inOrder(order, value, expected) {
    if (value === null || expected === null)
        return false;
    switch (order) {
        case "equal":
            return value === expected;
        case "less":
            return value < expected;
        case "less-or-equal":
            return value <= expected;
        case "greater":
            return value > expected;
        case "greater-or-equal":
            return value >= expected;
    }
}

// EXTERNAL MODULE: ./lib/iam/condition/context.js
var condition_context = __webpack_require__(6080);
// EXTERNAL MODULE: ./lib/iam/condition/operator.js
var condition_operator = __webpack_require__(775);
;// CONCATENATED MODULE: ./lib/iam/condition/condition.js




/** Operators and keys are joined by AND. */
function evaluateConditions(conditions, version, context) {
    const unknowns = (0,condition_context/* noUnknowns */.h)();
    const reading = { variables: version === "2012-10-17" ? context : null, unknowns };
    const failed = [];
    const results = conditions.map((condition) => {
        if (condition.kind === "unresolved") {
            unknowns.expressions.add(condition.expression);
            return "unknown";
        }
        const holds = evaluateTest(condition, context, reading);
        if (holds === "no")
            failed.push(condition.key);
        return holds;
    });
    return { holds: (0,three/* all */.Q7)(results), unknowns, failed };
}
function evaluateTest(test, context, reading) {
    const operator = (0,condition_operator/* parseOperator */.A)(test.operator);
    if (operator === null) {
        reading.unknowns.expressions.add(test.operator);
        return "unknown";
    }
    const value = context.valueOf(test.key.toLowerCase());
    if (value === "unknown") {
        reading.unknowns.keys.add(test.key);
        return "unknown";
    }
    const values = value === "missing" ? [] : value;
    if (operator.comparison === "null")
        return evaluateNull(test, values.length === 0, reading);
    if (values.length === 0)
        return missingKey(operator);
    return overValues(operator, test, values, context, reading);
}
/** AWS: `Null: true` holds when the key is missing or has no value. */
function evaluateNull(test, missing, { unknowns }) {
    return (0,three/* any */.bz)(test.values.map(({ text }) => {
        if (typeof text === "string")
            return text.toLowerCase() === String(missing) ? "yes" : "no";
        unknowns.expressions.add(test.key);
        return "unknown";
    }));
}
function missingKey(operator) {
    if (operator.ifExists)
        return "yes";
    if (operator.set !== null)
        return operator.set === "all" ? "yes" : "no";
    return operator.negated ? "yes" : "no";
}
function overValues(operator, test, values, context, reading) {
    // Values of the policy are joined by OR, and by NOR under a negated operator.
    const results = values.map((value) => {
        const matched = (0,three/* any */.bz)(test.values.map(({ text }) => compare(operator, value, text, reading)));
        return operator.negated ? (0,three/* not */.AU)(matched) : matched;
    });
    if (operator.set === "all")
        return (0,three/* all */.Q7)(results);
    if (operator.set === "any" || !context.alternatives)
        return (0,three/* any */.bz)(results);
    const certain = results.every((result) => result === results[0]) ? results[0] : undefined;
    if (certain !== undefined)
        return certain;
    reading.unknowns.keys.add(test.key);
    return "unknown";
}


/***/ }),

/***/ 6080:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ declaredContext),
/* harmony export */   h: () => (/* binding */ noUnknowns)
/* harmony export */ });
/** A context that the user declares: any other key is unknown, and may be there or not. */
function declaredContext(declared) {
    return { valueOf: (key) => declared.get(key) ?? "unknown", alternatives: true };
}
function noUnknowns() {
    return { keys: new Set(), expressions: new Set() };
}


/***/ }),

/***/ 775:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ parseOperator)
/* harmony export */ });
const BASES = new Map([
    ...pair("string", "StringEquals", "StringNotEquals"),
    ...pair("string-ignore-case", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
    ...pair("string-like", "StringLike", "StringNotLike"),
    ...ordered("number", "Numeric"),
    ...ordered("date", "Date"),
    ...pair("ip", "IpAddress", "NotIpAddress"),
    // AWS: "ArnEquals and ArnLike operators behave identically".
    ...pair("arn", "ArnEquals", "ArnNotEquals"),
    ...pair("arn", "ArnLike", "ArnNotLike"),
    base("bool", "Bool"),
    base("binary", "BinaryEquals"),
    base("null", "Null"),
]);
function base(comparison, name, negated = false, order = "equal") {
    return [name.toLowerCase(), { comparison, order, negated }];
}
function pair(comparison, name, negation) {
    return [base(comparison, name), base(comparison, negation, true)];
}
function ordered(comparison, prefix) {
    return [
        ...pair(comparison, `${prefix}Equals`, `${prefix}NotEquals`),
        base(comparison, `${prefix}LessThan`, false, "less"),
        base(comparison, `${prefix}LessThanEquals`, false, "less-or-equal"),
        base(comparison, `${prefix}GreaterThan`, false, "greater"),
        base(comparison, `${prefix}GreaterThanEquals`, false, "greater-or-equal"),
    ];
}
/** Reads an operator's name, `ForAnyValue:StringLikeIfExists` for one; `null` when AWS knows no such operator. */
function parseOperator(written) {
    let name = written.toLowerCase();
    let set = null;
    if (name.startsWith("forallvalues:"))
        set = "all";
    else if (name.startsWith("foranyvalue:"))
        set = "any";
    if (set !== null)
        name = name.slice(name.indexOf(":") + 1);
    const ifExists = name.endsWith("ifexists");
    if (ifExists)
        name = name.slice(0, -"ifexists".length);
    const found = BASES.get(name);
    if (found === undefined || (found.comparison === "null" && ifExists))
        return null;
    return { ...found, ifExists, set };
}


/***/ }),

/***/ 8706:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  c: () => (/* binding */ evaluateRole)
});

// EXTERNAL MODULE: ./lib/source/node.js
var node = __webpack_require__(9549);
// EXTERNAL MODULE: ./lib/iam/action-pattern.js
var action_pattern = __webpack_require__(8332);
// EXTERNAL MODULE: ./lib/iam/three.js
var three = __webpack_require__(2797);
;// CONCATENATED MODULE: ./lib/iam/action-index.js


/** Finds the statements that name an action without looking at each of them: by the action itself, then by its service. */
class ActionIndex {
    #statements;
    #exact = new Map();
    #byService = new Map();
    #anywhere = [];
    #negated = [];
    constructor(statements) {
        this.#statements = statements;
        for (const [at, { statement }] of statements.entries()) {
            if (statement.actions.negated) {
                this.#negated.push({ at, patterns: statement.actions.patterns.map(({ text }) => (0,action_pattern/* readAction */.f0)(text)) });
            }
            else
                this.#add(at, statement.actions, statement.effect === "Allow");
        }
    }
    #add(at, actions, allow) {
        for (const { text } of actions.patterns) {
            // AWS rejects it, so it must not grant; in a Deny it stays, on the safe side.
            if (allow && typeof text === "string" && (0,action_pattern/* actionFault */.f5)(text) !== null)
                continue;
            const pattern = (0,action_pattern/* readAction */.f0)(text);
            if (pattern.kind === "exact")
                append(this.#exact, pattern.folded, at);
            else if (pattern.kind === "wild" && pattern.service !== null)
                append(this.#byService, pattern.service, { at, pattern });
            else
                this.#anywhere.push({ at, pattern });
        }
    }
    /** In the statements' order. */
    find(action) {
        const found = new Map();
        for (const at of this.#exact.get(action.folded) ?? [])
            found.set(at, "yes");
        const service = action.folded.slice(0, Math.max(0, action.folded.indexOf(":")));
        for (const entries of [this.#byService.get(service) ?? [], this.#anywhere]) {
            for (const { at, pattern } of entries) {
                if (found.get(at) !== "yes" && (0,action_pattern/* matchesAction */.ch)(pattern, action)) {
                    found.set(at, pattern.kind === "unknown" ? "unknown" : "yes");
                }
            }
        }
        for (const { at, patterns } of this.#negated) {
            const named = (0,three/* not */.AU)(excluded(patterns, action));
            if (named !== "no")
                found.set(at, named);
        }
        return [...found]
            .sort(([first], [second]) => first - second)
            .flatMap(([at, named]) => {
            const statement = this.#statements[at];
            return statement === undefined ? [] : { statement, named };
        });
    }
}
function excluded(patterns, action) {
    let result = "no";
    for (const pattern of patterns) {
        if (!(0,action_pattern/* matchesAction */.ch)(pattern, action))
            continue;
        if (pattern.kind !== "unknown")
            return "yes";
        result = "unknown";
    }
    return result;
}
function append(map, key, value) {
    const list = map.get(key);
    if (list === undefined)
        map.set(key, [value]);
    else
        list.push(value);
}

;// CONCATENATED MODULE: ./lib/iam/bearing.js

function bearingOf({ statement: prepared, named }, asked) {
    const { effect } = prepared.statement;
    const side = effect === "Allow" ? "allow" : effect === "Deny" ? "deny" : "unknown";
    return {
        prepared,
        side,
        asked,
        strength: strengthOf(prepared, named === "unknown" || side === "unknown", side, asked),
    };
}
function strengthOf(prepared, unknown, side, asked) {
    const reach = prepared.reach(asked);
    const { holds, unknowns } = prepared.condition;
    if (reach.atMost === "none" || holds === "no")
        return "none";
    const unresolved = holds === "unknown" && unknowns.expressions.size > 0;
    if (unknown || unresolved || unsettled(reach, side))
        return "undetermined";
    if (reach.atLeast === "some")
        return "partial";
    return holds === "unknown" ? "conditional" : "full";
}
/** An Allow does at least what is certain of it; a Deny may do all that is possible. */
function unsettled(reach, side) {
    return side === "allow" ? reach.atLeast === "none" : reach.atLeast !== reach.atMost;
}
function causeOf(bearing) {
    const { policy, statement } = bearing.prepared;
    return { effect: effectOf(bearing), policy, statement, place: statement.place, detail: detailOf(bearing) };
}
function effectOf({ side, strength }) {
    if (side === "unknown" || strength === "undetermined")
        return "unknown";
    if (side === "deny")
        return "denies";
    return strength === "full" ? "allows" : "limits";
}
function detailOf({ prepared, side, strength, asked }) {
    if (strength === "full")
        return null;
    const { condition, statement } = prepared;
    if (strength === "undetermined")
        return unknownDetail(prepared, side);
    if (strength === "none" && condition.holds === "no")
        return `condition ${condition.failed.join(", ")} is not met`;
    const keys = [...condition.unknowns.keys];
    if (strength === "conditional")
        return `condition ${keys.join(", ")}`;
    const resources = statement.resources === null ? "" : scopeDetail(statement.resources);
    if (asked.wildcardOnly)
        return `${resources}, but this action works with resource * only`;
    return keys.length === 0 ? resources : `${resources}, condition ${keys.join(", ")}`;
}
function unknownDetail({ statement, condition }, side) {
    if (side === "unknown")
        return "the Effect is not known";
    const lists = [statement.actions, ...(statement.resources === null ? [] : [statement.resources])];
    const text = lists.flatMap((list) => list.patterns).find((pattern) => typeof pattern.text !== "string")?.text;
    if (text !== undefined)
        return `${shorten(text)} is not known`;
    const [expression = "a condition"] = condition.unknowns.expressions;
    return `${expression} is not known`;
}
function scopeDetail({ negated, patterns }) {
    const [first] = patterns;
    const more = patterns.length > 1 ? ` and ${patterns.length - 1} more` : "";
    const shown = `${first === undefined ? "" : shorten(first.text)}${more}`;
    return negated ? `every resource but ${shown}` : `resource ${shown} only`;
}
function shorten(text) {
    const shown = (0,node/* showText */.h$)(text);
    return shown.length <= 120 ? shown : `${shown.slice(0, 117)}...`;
}

// EXTERNAL MODULE: ./lib/iam/condition/context.js
var condition_context = __webpack_require__(6080);
;// CONCATENATED MODULE: ./lib/iam/decision.js

/** A message names a few statements; a hostile document has a hundred thousand. */
const MAXIMUM_CAUSES = 10;
const STRONGEST_FIRST = ["full", "conditional", "partial", "undetermined", "none"];
/**
 * Decides one action on one resource by the statements that name it. `unknownPolicies` are attached and not known: they may
 * allow what nothing else allows, but they do not put in doubt what is granted.
 */
function decide(bearings, unknownPolicies) {
    const allows = bearings.filter(({ side }) => side !== "deny");
    const denies = bearings.filter(({ side, strength }) => side !== "allow" && strength !== "none");
    const allowed = strongest(allows, unknownPolicies);
    if (allowed === "none")
        return decision("missing", allows, []);
    const full = denies.filter(({ strength }) => strength === "full");
    const best = allows.filter(({ strength }) => strength === allowed);
    if (full.length > 0)
        return { ...decision("denied", [...full, ...best], []), deniedBy: "statement" };
    const verdict = weakest([allowed, ...denies.map(({ strength }) => strength)]);
    return decision(verdict, [...denies, ...best], verdict === "granted" ? [] : unknownPolicies);
}
function strongest(allows, unknownPolicies) {
    const present = new Set(allows.map(({ strength }) => strength));
    if (unknownPolicies.length > 0)
        present.add("undetermined");
    return STRONGEST_FIRST.find((strength) => present.has(strength)) ?? "none";
}
/** What an Allow and the Deny statements against it come to. What may be anything outweighs what is certain in part. */
function weakest(strengths) {
    if (strengths.includes("undetermined"))
        return "undetermined";
    if (strengths.includes("partial"))
        return "partial";
    return strengths.includes("conditional") ? "conditional" : "granted";
}
function decision(verdict, bearings, more) {
    const causes = bearings.slice(0, MAXIMUM_CAUSES).map(causeOf);
    return { verdict, deniedBy: null, causes: [...causes, ...more].slice(0, MAXIMUM_CAUSES) };
}
/** What identity policies grant, limited by what the permissions boundary allows. */
function withinBoundary(granted, boundary, name) {
    if (granted.verdict === "missing" || granted.verdict === "denied" || boundary.verdict === "granted")
        return granted;
    if (boundary.verdict === "missing" || boundary.verdict === "denied") {
        const causes = boundary.verdict === "denied" ? boundary.causes : [name, ...boundary.causes];
        return { verdict: "denied", deniedBy: "boundary", causes };
    }
    const verdict = ["undetermined", "partial", "conditional"].find((weak) => granted.verdict === weak || boundary.verdict === weak);
    const causes = [...boundary.causes, ...(granted.verdict === "granted" ? [] : granted.causes)];
    return { verdict: verdict ?? "undetermined", deniedBy: null, causes: causes.slice(0, MAXIMUM_CAUSES) };
}
/** One verdict over several resources, all of which are needed. */
function overResources(decisions) {
    const [first] = decisions;
    if (first === undefined)
        return { verdict: "missing", deniedBy: null, causes: [] };
    const verdicts = new Set(decisions.map(({ verdict }) => verdict));
    if (verdicts.size === 1)
        return { ...first, causes: causesOf(decisions) };
    const short = decisions.filter(({ verdict }) => verdict !== "granted");
    return { verdict: mixed(verdicts), deniedBy: null, causes: causesOf(short) };
}
function mixed(verdicts) {
    if (verdicts.has("undetermined"))
        return "undetermined";
    const grants = verdicts.has("granted") || verdicts.has("partial") || verdicts.has("conditional");
    if (!grants)
        return "missing";
    return verdicts.has("partial") || verdicts.has("missing") || verdicts.has("denied") ? "partial" : "conditional";
}
/** One verdict over the ways that a template's conditions can fall out. `whens` names them. */
function overVariants(decisions, whens) {
    const [first] = decisions;
    if (first === undefined)
        return { verdict: "undetermined", deniedBy: null, causes: [] };
    const verdicts = new Set(decisions.map(({ verdict }) => verdict));
    if (verdicts.size === 1)
        return { ...first, causes: causesOf(decisions) };
    const grants = verdicts.has("granted") || verdicts.has("partial") || verdicts.has("conditional");
    const settled = !verdicts.has("undetermined");
    if (!grants)
        return { verdict: settled ? "missing" : "undetermined", deniedBy: null, causes: causesOf(decisions) };
    const onlyUnknown = [...verdicts].every((verdict) => verdict === "granted" || verdict === "undetermined");
    const causes = [...whens.filter((_, index) => decisions[index]?.verdict !== "granted"), ...causesOf(decisions)];
    return {
        verdict: onlyUnknown ? "undetermined" : "conditional",
        deniedBy: null,
        causes: causes.slice(0, MAXIMUM_CAUSES),
    };
}
function causesOf(decisions) {
    const causes = [];
    const seen = new Set();
    const places = new Map();
    for (const cause of decisions.flatMap((decision) => decision.causes)) {
        const owner = cause.statement ?? cause.place;
        if (!places.has(owner))
            places.set(owner, places.size);
        const id = `${places.get(owner)} ${cause.effect} ${cause.detail}`;
        if (seen.has(id))
            continue;
        seen.add(id);
        causes.push(cause);
        if (causes.length === MAXIMUM_CAUSES)
            break;
    }
    return causes;
}

// EXTERNAL MODULE: ./lib/iam/condition/condition.js + 6 modules
var condition = __webpack_require__(9624);
// EXTERNAL MODULE: ./lib/iam/pattern.js
var iam_pattern = __webpack_require__(9335);
// EXTERNAL MODULE: ./lib/iam/text-pattern.js + 1 modules
var text_pattern = __webpack_require__(6005);
;// CONCATENATED MODULE: ./lib/iam/resource-reach.js



const COLON = 0x3a;
const LONGEST_SERVICE = 100;
const NONE = { atLeast: "none", atMost: "none" };
const SOME = { atLeast: "some", atMost: "some" };
const ALL = { atLeast: "all", atMost: "all" };
const UNKNOWN = { atLeast: "none", atMost: "all" };
/** An action that knows no resources. */
const noResource = {
    pattern: (0,iam_pattern/* literal */.eu)("*"),
    wildcardOnly: true,
    everything: false,
    services: null,
};
function askedResource(resource, services) {
    return { pattern: (0,iam_pattern/* wildcards */.S)(resource), wildcardOnly: false, everything: resource === "*", services };
}
/** The patterns of a statement's Resource or NotResource, read once. */
class ResourceScope {
    #list;
    #patterns;
    constructor(list, variables) {
        this.#list = list;
        const reading = { wildcards: true, foldCase: false, variables, variablesAfterColons: 5, unknowns: (0,condition_context/* noUnknowns */.h)() };
        this.#patterns = list.patterns.flatMap(({ text }) => (0,text_pattern/* readText */.y)(text, reading) ?? []);
    }
    reach(asked) {
        return this.#list.negated ? this.#outside(asked) : this.#inside(asked);
    }
    #inside(asked) {
        let best = NONE;
        for (const { pattern, open } of this.#patterns) {
            if ((0,iam_pattern/* covers */.hU)(pattern, asked.pattern)) {
                if (!open)
                    return ALL;
                best = { atLeast: best.atLeast, atMost: "all" };
            }
            else if (best.atLeast === "none" && touches(pattern, asked)) {
                const atMost = best.atMost === "all" ? "all" : "some";
                // A part that is not known may still rule out the resources asked for, unless these are all there are.
                best = { atLeast: open && !asked.everything ? "none" : "some", atMost };
            }
        }
        return best;
    }
    #outside(asked) {
        let result = ALL;
        for (const { pattern, open } of this.#patterns) {
            if ((0,iam_pattern/* covers */.hU)(pattern, asked.pattern)) {
                if (!open)
                    return NONE;
                result = UNKNOWN;
            }
            else if (result === ALL && touches(pattern, asked))
                result = SOME;
        }
        return result;
    }
}
function touches(pattern, asked) {
    if (asked.wildcardOnly)
        return false;
    if (!asked.everything)
        return (0,iam_pattern/* overlaps */.$f)(pattern, asked.pattern);
    const service = asked.services === null ? null : serviceOf(pattern);
    return service === null || asked.services?.has(service) !== false;
}
/** The service of an ARN pattern; `null` when a wildcard may stand for it. A bucket's ARN is no resource of EC2. */
function serviceOf(pattern) {
    const first = pattern.indexOf(COLON);
    const second = pattern.indexOf(COLON, first + 1);
    const third = pattern.indexOf(COLON, second + 1);
    if (first === -1 || second === -1 || third === -1)
        return null;
    if (pattern.slice(0, third).some((token) => token < 0))
        return null;
    return String.fromCodePoint(...pattern.slice(second + 1, Math.min(third, second + 1 + LONGEST_SERVICE)));
}

;// CONCATENATED MODULE: ./lib/iam/prepared-statement.js


const EVERYTHING = { atLeast: "all", atMost: "all" };
/** A statement with all that does not depend on the action worked out at most once. */
class PreparedStatement {
    policy;
    statement;
    #version;
    #context;
    #condition;
    #scope;
    #reaches = new Map();
    constructor(policy, statement, version, context) {
        this.policy = policy;
        this.statement = statement;
        this.#version = version;
        this.#context = context;
    }
    get condition() {
        this.#condition ??= (0,condition/* evaluateConditions */.w)(this.statement.conditions, this.#version, this.#context);
        return this.#condition;
    }
    /** `asked` is looked up by identity: ask with the same object again. */
    reach(asked) {
        const { resources } = this.statement;
        if (resources === null)
            return EVERYTHING;
        const known = this.#reaches.get(asked);
        if (known !== undefined)
            return known;
        this.#scope ??= new ResourceScope(resources, this.#version === "2012-10-17" ? this.#context : null);
        const reach = this.#scope.reach(asked);
        this.#reaches.set(asked, reach);
        return reach;
    }
}

;// CONCATENATED MODULE: ./lib/iam/evaluate.js








/**
 * Decides what a role may do: the union of its identity policies, less what a Deny takes back, within its permissions
 * boundary. One verdict for each action asked, in the same order.
 */
function evaluateRole(role, actions, context, authorization) {
    const asked = new AskedResources(authorization);
    const conditions = (0,condition_context/* declaredContext */.Q)(context);
    const variants = role.variants.map((variant) => new EvaluatedVariant(variant, conditions));
    const whens = role.variants.map((variant) => whenCause(role, variant));
    return actions.map(({ action, resources }) => {
        const requested = (0,action_pattern/* requestedAction */.NY)(action);
        const targets = asked.of(action, resources);
        const decisions = variants.map((variant) => overResources(targets.map((target) => variant.decide(requested, target))));
        return { action, ...overVariants(decisions, whens) };
    });
}
/** One object for each resource asked for, so that statements can remember their answer. */
class AskedResources {
    #authorization;
    #known = new Map();
    constructor(authorization) {
        this.#authorization = authorization;
    }
    of(action, resources) {
        if (this.#authorization.isWildcardOnly(action))
            return [noResource];
        const services = this.#authorization.resourceServices(action);
        return resources.map((resource) => {
            const key = `${services === null ? "" : [...services].join()} ${resource}`;
            const asked = this.#known.get(key) ?? askedResource(resource, services);
            this.#known.set(key, asked);
            return asked;
        });
    }
}
class EvaluatedVariant {
    #identity;
    #boundary;
    constructor({ policies, boundary }, context) {
        this.#identity = new PolicySet(policies, context);
        const outside = "the permissions boundary does not allow it";
        this.#boundary =
            boundary === null
                ? null
                : { policies: new PolicySet([boundary], context), outside: wholePolicy(boundary, "limits", outside) };
    }
    decide(action, asked) {
        const granted = this.#identity.decide(action, asked);
        if (this.#boundary === null)
            return granted;
        const { policies, outside } = this.#boundary;
        return withinBoundary(granted, policies.decide(action, asked), outside);
    }
}
/** Policies whose statements are joined. */
class PolicySet {
    #index;
    #unknown;
    constructor(policies, context) {
        const documents = policies.filter((policy) => policy.kind === "document");
        this.#index = new ActionIndex(documents.flatMap((policy) => prepare(policy, context)));
        this.#unknown = policies.flatMap(unknownCauses);
    }
    decide(action, asked) {
        const named = this.#index.find(action);
        return decide(named.map((statement) => bearingOf(statement, asked)), this.#unknown);
    }
}
function prepare({ name, document }, context) {
    return document.statements.map((statement) => new PreparedStatement(name, statement, document.version, context));
}
function unknownCauses(policy) {
    if (policy.kind !== "document")
        return [wholePolicy(policy, "unknown", "its document is not known here")];
    return policy.document.unresolved.map(({ expression, place }) => {
        return { effect: "unknown", policy: policy.name, statement: null, place, detail: `${expression} is not known` };
    });
}
function wholePolicy(policy, effect, detail) {
    const name = policy.kind === "reference" ? (0,node/* showText */.h$)(policy.arn) : policy.name;
    return { effect, policy: name, statement: null, place: policy.place, detail };
}
function whenCause(role, { when }) {
    const detail = when === null ? null : `not when ${when}`;
    return { effect: "limits", policy: role.name ?? role.id, statement: null, place: role.place, detail };
}


/***/ }),

/***/ 1369:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  X: () => (/* binding */ parsePolicyDocument),
  XL: () => (/* binding */ parsePolicyText)
});

// UNUSED EXPORTS: describeNode

// EXTERNAL MODULE: ./lib/source/json-node.js
var json_node = __webpack_require__(5084);
// EXTERNAL MODULE: ./lib/source/node.js
var source_node = __webpack_require__(9549);
// EXTERNAL MODULE: ./lib/source/place.js
var source_place = __webpack_require__(9442);
// EXTERNAL MODULE: ./lib/source/repeated-keys.js
var repeated_keys = __webpack_require__(6716);
;// CONCATENATED MODULE: ./lib/iam/document-size.js
/**
 * Characters of a document as IAM's quotas count them: the JSON without white space. `null` when a part is not known.
 * Walks with a list of its own instead of recursion: a hostile document may be nested deeply.
 */
function documentSize(root) {
    let size = 0;
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
        switch (node.kind) {
            case "partial":
            case "unresolved":
                return null;
            case "scalar":
                size += textSize(JSON.stringify(node.value));
                break;
            case "list":
                size += 2 + Math.max(0, node.items.length - 1);
                for (const item of node.items)
                    open.push(item);
                break;
            case "map":
                size += 2 + Math.max(0, node.entries.length - 1);
                for (const { key, value } of node.entries) {
                    size += textSize(JSON.stringify(key)) + 1;
                    open.push(value);
                }
                break;
        }
    }
    return size;
}
function textSize(json) {
    if (!/\s/.test(json))
        return json.length;
    return json.replace(/\s/g, "").length;
}

;// CONCATENATED MODULE: ./lib/iam/grammar-problems.js
/** More than this from one document help nobody: a generated file repeats one fault ten thousand times. */
const MAXIMUM = 50;
/** Collects a document's faults while it is read. */
class GrammarProblems {
    #problems = [];
    #left = MAXIMUM;
    add(place, message, help = null) {
        if (this.#left === 0)
            return;
        this.#left -= 1;
        this.#problems.push({ message, help, place });
    }
    all() {
        return this.#problems;
    }
}

// EXTERNAL MODULE: ./lib/iam/condition/operator.js
var condition_operator = __webpack_require__(775);
;// CONCATENATED MODULE: ./lib/iam/policy-keys.js
/** Reports keys that do not belong in a map of a policy, and keys that stand in it twice. */
function reportKeys(map, known, owner, problems) {
    const seen = new Set();
    for (const { key, keyPlace } of map.entries) {
        if (seen.has(key)) {
            problems.add(keyPlace, `"${shown(key)}" stands twice in ${owner}; AWS rejects that`, "merge the two");
            continue;
        }
        seen.add(key);
        if (known.includes(key))
            continue;
        const near = known.find((name) => name.toLowerCase() === key.toLowerCase());
        const help = near === undefined ? `${owner} may have ${known.join(", ")}` : `write "${near}": case matters`;
        problems.add(keyPlace, `"${shown(key)}" is no element of ${owner}`, help);
    }
}
/** A key of hostile length must not fill a report. */
function shown(text) {
    return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

;// CONCATENATED MODULE: ./lib/iam/parse-condition.js



/** Reads the Condition of a statement. A part that can't be read stays as unknown: without it the statement would widen. */
function parseConditions(statement, problems) {
    const entry = (0,source_node/* entryOf */.Ms)(statement, "Condition");
    if (entry === undefined)
        return { conditions: [], faulty: false };
    const reading = new ConditionReading(problems);
    reading.block(entry.value);
    return { conditions: reading.conditions, faulty: reading.faulty };
}
class ConditionReading {
    conditions = [];
    faulty = false;
    #problems;
    constructor(problems) {
        this.#problems = problems;
    }
    block(node) {
        const operators = this.#map(node, "Condition must be an object of operators");
        const seen = new Set();
        for (const { key: operator, keyPlace, value } of operators) {
            if (seen.has(operator)) {
                this.#problems.add(keyPlace, `the operator "${shown(operator)}" stands twice in a Condition`, "merge the two");
            }
            seen.add(operator);
            if ((0,condition_operator/* parseOperator */.A)(operator) === null) {
                const help = "see the list of condition operators in the IAM user guide";
                this.#fault(value, `"${shown(operator)}" is no condition operator`, help);
            }
            else
                this.#keys(operator, value);
        }
    }
    #keys(operator, node) {
        for (const { key, value } of this.#map(node, `${operator} must be an object of condition keys`)) {
            const items = value.kind === "list" ? value.items : [value];
            const values = [];
            for (const item of items) {
                const text = (0,source_node/* textOf */.b6)(item);
                if (text === undefined)
                    this.#fault(item, `the value of ${shown(key)} must be a string or a list of strings`);
                else
                    values.push({ text, place: item.place });
            }
            this.conditions.push({ kind: "test", operator, key, values, place: value.place });
        }
    }
    #map(node, message) {
        if (node.kind === "map")
            return node.entries;
        if (node.kind === "unresolved" || node.kind === "partial") {
            this.conditions.push({ kind: "unresolved", expression: (0,source_node/* showText */.h$)(node), place: node.place });
        }
        else
            this.#fault(node, message);
        return [];
    }
    #fault(node, message, help = null) {
        this.#problems.add(node.place, message, help);
        this.conditions.push({ kind: "unresolved", expression: "Condition", place: node.place });
        this.faulty = true;
    }
}

// EXTERNAL MODULE: ./lib/iam/action-pattern.js
var action_pattern = __webpack_require__(8332);
;// CONCATENATED MODULE: ./lib/iam/parse-patterns.js



/** Reads the value of Action, Resource or their negations: a string or a list of strings. `null`: nothing usable. */
function parsePatterns(node, element, negated, problems) {
    const items = node.kind === "list" ? node.items : [node];
    if (items.length === 0) {
        problems.add(node.place, `the ${element} list is empty`, "name at least one, or remove the statement");
        return null;
    }
    const patterns = [];
    let faults = 0;
    for (const item of items) {
        const text = (0,source_node/* textOf */.b6)(item);
        if (text === undefined || (item.kind === "scalar" && typeof item.value !== "string")) {
            problems.add(item.place, `${element} must be a string or a list of strings`);
            faults += 1;
        }
        else {
            patterns.push({ text, place: item.place });
            if (typeof text === "string")
                reportFault(text, element, item.place, problems);
        }
    }
    // Leaving an item out of a negated list would widen what it grants.
    if (patterns.length === 0 || (negated && faults > 0))
        return null;
    return { negated, patterns, place: node.place };
}
/** A text that is a string and yet can't match what its author meant. */
function reportFault(text, element, place, problems) {
    if (element.endsWith("Action")) {
        const fault = (0,action_pattern/* actionFault */.f5)(text);
        if (fault !== null)
            problems.add(place, `${element} "${shown(text)}" ${fault.message}`, fault.help);
    }
    else if (!/^(arn:|\*)/.test(text)) {
        problems.add(place, `${element} "${shown(text)}" is neither an ARN nor *`, 'write "*" or an ARN');
    }
}
/** Stands for patterns that can't be read. */
function unknownPatterns(place, element) {
    return { negated: false, patterns: [{ text: { kind: "unresolved", expression: element }, place }], place };
}

;// CONCATENATED MODULE: ./lib/iam/parse-principals.js


const TYPES = ["AWS", "Service", "Federated", "CanonicalUser"];
/** Reads Principal or NotPrincipal; `null` when nothing of it is usable. */
function parsePrincipals(node, negated, problems) {
    if (node.kind === "unresolved" || node.kind === "partial") {
        return { kind: "unresolved", expression: (0,source_node/* showText */.h$)(node), place: node.place };
    }
    if (node.kind === "scalar" && node.value === "*") {
        return { negated, principals: [{ type: "AWS", id: "*", place: node.place }], place: node.place };
    }
    if (node.kind !== "map") {
        problems.add(node.place, 'Principal must be "*" or an object', 'write, for example, { "Service": "ec2.amazonaws.com" }');
        return null;
    }
    reportKeys(node, TYPES, "Principal", problems);
    const { principals, faults } = readTypes(node, problems);
    if (principals.length === 0 && faults === 0)
        problems.add(node.place, "Principal names nobody");
    if (principals.length === 0 || (negated && faults > 0))
        return null;
    return { negated, principals, place: node.place };
}
function readTypes(node, problems) {
    const principals = [];
    let faults = 0;
    for (const { key, value } of node.entries) {
        const type = TYPES.find((name) => name === key);
        if (type === undefined)
            continue;
        for (const item of value.kind === "list" ? value.items : [value]) {
            const id = (0,source_node/* textOf */.b6)(item);
            if (id === undefined) {
                problems.add(item.place, `the ${key} principal must be a string or a list of strings`);
                faults += 1;
            }
            else
                principals.push({ type, id, place: item.place });
        }
    }
    return { principals, faults };
}

;// CONCATENATED MODULE: ./lib/iam/parse-statement.js





const KEYS = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];
/** Reads one statement; `null` when it is an Allow too faulty to grant anything. */
function parseStatement(map, use, problems) {
    reportKeys(map, KEYS, "a statement", problems);
    const sid = readSid(map, use, problems);
    const effect = readEffect(map, problems);
    const actions = readPatterns(map, "Action", "NotAction", problems);
    const resources = readResources(map, use, problems);
    const principals = readPrincipals(map, use, problems);
    const conditions = parseConditions(map, problems);
    const faulty = actions === "faulty" || resources === "faulty" || principals === "faulty" || conditions.faulty;
    if (effect === "none" || (faulty && effect === "Allow"))
        return null;
    if (effect === "Allow" && principals !== null && typeof principals === "object" && "expression" in principals) {
        return principals;
    }
    const statement = {
        place: map.place,
        sid,
        effect,
        actions: actions === "faulty" ? unknownPatterns(map.place, "Action") : actions,
        resources: resources === "faulty" ? unknownPatterns(map.place, "Resource") : resources,
        principals: knownPrincipals(principals, map),
        conditions: conditions.conditions,
    };
    return { kind: "statement", statement };
}
function readSid(map, use, problems) {
    const entry = (0,source_node/* entryOf */.Ms)(map, "Sid");
    if (entry === undefined)
        return null;
    const text = (0,source_node/* textOf */.b6)(entry.value);
    if (text === undefined) {
        problems.add(entry.value.place, "Sid must be a string");
        return null;
    }
    if (typeof text !== "string")
        return null;
    if (use !== "resource" && !/^[A-Za-z0-9]*$/.test(text)) {
        const message = `the Sid "${shown(text)}" has characters that IAM does not allow`;
        problems.add(entry.value.place, message, "use only the letters A-Z, a-z and the digits 0-9");
    }
    return text;
}
/**
 * `none` when the statement certainly is no Deny and AWS will not read it as an Allow. An Effect that can't be read
 * is unresolved, so that a Deny that hides behind it is not lost.
 */
function readEffect(map, problems) {
    const entry = (0,source_node/* entryOf */.Ms)(map, "Effect");
    if (entry === undefined) {
        problems.add(map.place, "the statement has no Effect", 'add "Effect": "Allow"');
        return { kind: "unresolved", expression: "Effect" };
    }
    const text = (0,source_node/* textOf */.b6)(entry.value);
    if (text === "Allow" || text === "Deny")
        return text;
    if (typeof text === "object") {
        return text.kind === "unresolved" ? text : { kind: "unresolved", expression: "Effect" };
    }
    const right = text?.trim().toLowerCase() === "deny" ? "Deny" : "Allow";
    const written = text === undefined ? "" : ` "${shown(text)}"`;
    problems.add(entry.value.place, `the Effect${written} is neither "Allow" nor "Deny"; case matters`, `write "${right}"`);
    return text?.trim().toLowerCase() === "allow" ? "none" : { kind: "unresolved", expression: "Effect" };
}
/** Exactly one of two elements. */
function readPatterns(map, name, negated, problems) {
    const plain = (0,source_node/* entryOf */.Ms)(map, name);
    const not = (0,source_node/* entryOf */.Ms)(map, negated);
    if (plain !== undefined && not !== undefined) {
        problems.add(not.keyPlace, `the statement has both ${name} and ${negated}`, "keep one of them");
        return "faulty";
    }
    const entry = plain ?? not;
    if (entry === undefined) {
        problems.add(map.place, `the statement has neither ${name} nor ${negated}`, `add ${name}`);
        return "faulty";
    }
    return parsePatterns(entry.value, entry.key, not !== undefined, problems) ?? "faulty";
}
function readResources(map, use, problems) {
    const given = (0,source_node/* entryOf */.Ms)(map, "Resource") ?? (0,source_node/* entryOf */.Ms)(map, "NotResource");
    if (use === "identity" || (use === "resource" && given !== undefined)) {
        return readPatterns(map, "Resource", "NotResource", problems);
    }
    if (given !== undefined) {
        problems.add(given.keyPlace, `a trust policy has no ${given.key}: the role itself is the resource`, "remove it");
        return "faulty";
    }
    return null;
}
function readPrincipals(map, use, problems) {
    const plain = (0,source_node/* entryOf */.Ms)(map, "Principal");
    const not = (0,source_node/* entryOf */.Ms)(map, "NotPrincipal");
    const entry = plain ?? not;
    if (use === "identity") {
        if (entry === undefined)
            return null;
        const message = `an identity policy has no ${entry.key}: it applies to the role that it is attached to`;
        problems.add(entry.keyPlace, message, "remove it");
        return "faulty";
    }
    if (entry === undefined) {
        problems.add(map.place, "the statement has no Principal", "name who may assume the role");
        return "faulty";
    }
    if (plain !== undefined && not !== undefined) {
        problems.add(not.keyPlace, "the statement has both Principal and NotPrincipal", "keep Principal");
        return "faulty";
    }
    if (use === "trust" && not !== undefined) {
        problems.add(not.keyPlace, "a role's trust policy may not have NotPrincipal", "name those who are trusted");
        return "faulty";
    }
    return parsePrincipals(entry.value, not !== undefined, problems) ?? "faulty";
}
/** A Deny whose principals are not known may deny anyone. */
function knownPrincipals(parsed, map) {
    if (parsed === null)
        return null;
    if (parsed !== "faulty" && "principals" in parsed)
        return parsed;
    const expression = parsed === "faulty" ? "Principal" : parsed.expression;
    const id = { kind: "unresolved", expression };
    const principals = ["AWS", "Service", "Federated"].map((type) => ({ type, id, place: map.place }));
    return { negated: false, principals, place: map.place };
}

;// CONCATENATED MODULE: ./lib/iam/parse-document.js








const parse_document_KEYS = ["Version", "Id", "Statement"];
/**
 * Reads a policy document. Whatever breaks the grammar becomes a problem and is left out in a way that can't create a
 * grant: a faulty Allow grants nothing, a faulty Deny stays, with what is unclear about it as unknown.
 */
function parsePolicyDocument(node, use) {
    const reading = { use, problems: new GrammarProblems(), statements: [], unresolved: [] };
    let version = "2008-10-17";
    const unknown = unresolvedNode(node);
    if (unknown !== null)
        reading.unresolved.push(unknown);
    else if (node.kind === "map") {
        reportRepeated(node.place, reading.problems);
        reportKeys(node, parse_document_KEYS, "a policy document", reading.problems);
        version = readVersion(node, reading);
        readStatements(node, reading);
    }
    else {
        const help = "write an object with Version and Statement";
        reading.problems.add(node.place, `a policy document must be an object, not ${describeNode(node)}`, help);
    }
    return {
        place: node.place,
        version,
        statements: reading.statements,
        unresolved: reading.unresolved,
        problems: reading.problems.all(),
        size: documentSize(node),
    };
}
/** Reads a document that stands as a JSON text inside another file; all of it has that text's place. */
function parsePolicyText(text, place, use) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const message = `the policy document is not JSON: ${reason.slice(0, 200)}`;
        return {
            place,
            version: "2008-10-17",
            statements: [],
            unresolved: [],
            problems: [{ message, help: null, place }],
            size: null,
        };
    }
    const document = parsePolicyDocument((0,json_node/* nodeFromJson */.zm)(value, place), use);
    const repeated = new GrammarProblems();
    for (const { key } of (0,repeated_keys/* repeatedKeys */.f)(text))
        addRepeated(key, place, repeated);
    return { ...document, problems: [...repeated.all(), ...document.problems] };
}
/** Repeated keys that the parse of the document's file has swallowed. */
function reportRepeated(place, problems) {
    if (place.kind !== "node")
        return;
    const repeated = place.document.repeatedKeys?.() ?? [];
    if (repeated.length === 0)
        return;
    const root = (0,source_place/* pathOf */.XM)(place);
    for (const { path, key, start, end } of repeated) {
        if (!root.every((step, index) => path[index] === step))
            continue;
        addRepeated(key, (0,source_place/* rangePlace */.xG)(place.document.file, start, end), problems);
    }
}
function addRepeated(key, place, problems) {
    problems.add(place, `"${shown(key)}" stands twice in one object; AWS rejects that`, "merge the two");
}
function unresolvedNode(node) {
    if (node.kind === "unresolved")
        return node;
    if (node.kind === "partial")
        return { kind: "unresolved", expression: (0,source_node/* showText */.h$)(node), place: node.place };
    return null;
}
function readVersion(document, { problems }) {
    const entry = (0,source_node/* entryOf */.Ms)(document, "Version");
    if (entry === undefined)
        return "2008-10-17";
    const text = (0,source_node/* textOf */.b6)(entry.value);
    if (text === "2012-10-17" || text === "2008-10-17")
        return text;
    if (text === undefined || typeof text === "string") {
        const written = text === undefined ? describeNode(entry.value) : `"${text}"`;
        problems.add(entry.value.place, `Version is ${written}, which IAM does not know`, 'write "2012-10-17"');
    }
    return "2012-10-17";
}
function readStatements(document, reading) {
    const entry = (0,source_node/* entryOf */.Ms)(document, "Statement");
    if (entry === undefined) {
        reading.problems.add(document.place, "the policy document has no Statement", "add a Statement list");
        return;
    }
    const { value } = entry;
    const unknown = unresolvedNode(value);
    if (unknown !== null) {
        reading.unresolved.push(unknown);
        return;
    }
    const items = value.kind === "list" ? value.items : [value];
    if (items.length === 0)
        reading.problems.add(value.place, "the Statement list is empty", "add a statement");
    const sids = new Set();
    for (const item of items)
        readStatement(item, sids, reading);
}
function readStatement(node, sids, reading) {
    const unknown = unresolvedNode(node);
    if (unknown !== null) {
        reading.unresolved.push({ ...unknown, place: node.place });
        return;
    }
    if (node.kind !== "map") {
        reading.problems.add(node.place, `a statement must be an object, not ${describeNode(node)}`);
        return;
    }
    const parsed = parseStatement(node, reading.use, reading.problems);
    if (parsed === null)
        return;
    if (parsed.kind === "unresolved") {
        reading.unresolved.push(parsed);
        return;
    }
    reading.statements.push(parsed.statement);
    const { sid } = parsed.statement;
    if (sid === null)
        return;
    if (sids.has(sid))
        reading.problems.add(node.place, `two statements have the Sid "${sid}"`, "make each Sid unique");
    sids.add(sid);
}
/** What a node is, for a message: `a list`, `the number 5`. */
function describeNode(node) {
    switch (node.kind) {
        case "list":
            return "a list";
        case "map":
            return "an object";
        case "partial":
        case "unresolved":
            return `the unknown value ${(0,source_node/* showText */.h$)(node)}`;
        case "scalar":
            if (node.value === null)
                return "null";
            return typeof node.value === "string" ? "a string" : `the ${typeof node.value} ${node.value}`;
    }
}


/***/ }),

/***/ 9335:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $f: () => (/* binding */ overlaps),
/* harmony export */   D8: () => (/* binding */ anything),
/* harmony export */   MT: () => (/* binding */ matchesPattern),
/* harmony export */   S: () => (/* binding */ wildcards),
/* harmony export */   eu: () => (/* binding */ literal),
/* harmony export */   ev: () => (/* binding */ hasWildcards),
/* harmony export */   hU: () => (/* binding */ covers),
/* harmony export */   j7: () => (/* binding */ normalise)
/* harmony export */ });
const ANY_RUN = -1;
const ANY_ONE = -2;
/** Any run of characters, for the part of a text that is not known. */
const anything = [ANY_RUN];
/** Text as it stands: no wildcards. */
function literal(text) {
    const tokens = [];
    for (let at = 0; at < text.length; at += 1) {
        const code = text.codePointAt(at) ?? 0;
        if (code > 0xffff)
            at += 1;
        tokens.push(code);
    }
    return tokens;
}
/** Text in which `*` and `?` are wildcards. */
function wildcards(text) {
    return normalise(literal(text).map((code) => (code === 0x2a ? ANY_RUN : code === 0x3f ? ANY_ONE : code)));
}
function hasWildcards(text) {
    return text.includes("*") || text.includes("?");
}
/** Puts each run of wildcards into one form, the `?`s before a single `*`: `*?*` and `?*` match the same. */
function normalise(tokens) {
    const result = [];
    let run = false;
    for (const token of tokens) {
        if (token === ANY_RUN) {
            run = true;
            continue;
        }
        if (run && token !== ANY_ONE) {
            result.push(ANY_RUN);
            run = false;
        }
        result.push(token);
    }
    if (run)
        result.push(ANY_RUN);
    return result;
}
/**
 * Whether a pattern matches all that another one matches; with a literal text as the other one, whether it matches the
 * text. Both are normalised. The last `*` alone is ever tried again, which is right (an earlier one that takes less never
 * helps) and keeps the cost at the product of the two lengths.
 */
function covers(pattern, other) {
    let at = 0;
    let otherAt = 0;
    let star = -1;
    let resume = 0;
    while (otherAt < other.length) {
        const token = pattern[at];
        const wanted = other[otherAt];
        if (token === ANY_RUN) {
            star = at;
            resume = otherAt;
            at += 1;
        }
        else if (token !== undefined && wanted !== ANY_RUN && (token === wanted || token === ANY_ONE)) {
            at += 1;
            otherAt += 1;
        }
        else if (star !== -1) {
            resume += 1;
            otherAt = resume;
            at = star + 1;
        }
        else
            return false;
    }
    while (pattern[at] === ANY_RUN)
        at += 1;
    return at === pattern.length;
}
/** Whether any text matches both patterns: a row of the table of their prefixes at a time. */
function overlaps(first, second) {
    let row = new Uint8Array(second.length + 1);
    row[0] = 1;
    for (let column = 1; second[column - 1] === ANY_RUN; column += 1)
        row[column] = 1;
    for (const token of first) {
        row = nextRow(row, token, second);
        if (!row.includes(1))
            return false;
    }
    return row[second.length] === 1;
}
function nextRow(row, token, second) {
    const next = new Uint8Array(second.length + 1);
    if (token === ANY_RUN)
        next[0] = row[0] ?? 0;
    for (const [index, other] of second.entries()) {
        const column = index + 1;
        if (token === ANY_RUN || other === ANY_RUN)
            next[column] = (row[column] ?? 0) | (next[index] ?? 0);
        else if (token === other || token === ANY_ONE || other === ANY_ONE)
            next[column] = row[index] ?? 0;
    }
    return next;
}
/** Whether a text with wildcards matches a whole text. */
function matchesPattern(pattern, text) {
    return covers(wildcards(pattern), literal(text));
}


/***/ }),

/***/ 7305:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ isUniqueId),
/* harmony export */   w: () => (/* binding */ readAwsPrincipal)
/* harmony export */ });
const ENTITY = /^arn:([a-z0-9-]+):(iam|sts)::(\d{12}):(root|[a-z-]+\/[^*?]+)$/;
const IAM_KINDS = /^(role|user)\//;
const STS_KINDS = /^(assumed-role|federated-user)\//;
function readAwsPrincipal(id) {
    if (id === "*")
        return { kind: "anyone" };
    if (/^\d{12}$/.test(id))
        return { kind: "account", account: id, partition: null };
    if (isUniqueId(id))
        return { kind: "deleted" };
    const match = ENTITY.exec(id);
    if (match === null)
        return { kind: "invalid" };
    const [, partition = "", service, account = "", rest = ""] = match;
    if (service === "iam" && rest === "root")
        return { kind: "account", account, partition };
    const kinds = service === "iam" ? IAM_KINDS : STS_KINDS;
    return kinds.test(rest) ? { kind: "entity", account, partition, arn: id } : { kind: "invalid" };
}
/** AWS shows a role or user that no longer exists by its unique id. */
function isUniqueId(id) {
    return /^A(ROA|IDA)[A-Z0-9]{10,}$/.test(id);
}


/***/ }),

/***/ 8782:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ loadAuthorization)
/* harmony export */ });
/**
 * AWS's service authorisation data. Loading is cheap; unpacking (some 20 ms) waits for the first question, and many checks
 * ask none.
 */
async function loadAuthorization() {
    const { PackedAuthorization } = await __webpack_require__.e(/* import() */ 361).then(__webpack_require__.bind(__webpack_require__, 4361));
    return new PackedAuthorization();
}


/***/ }),

/***/ 6005:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  H: () => (/* binding */ matchText),
  y: () => (/* binding */ readText)
});

// EXTERNAL MODULE: ./lib/iam/pattern.js
var iam_pattern = __webpack_require__(9335);
;// CONCATENATED MODULE: ./lib/iam/policy-variables.js
const VARIABLE = /\$\{([^{}]*)\}/g;
const WITH_DEFAULT = /^([^,]*),\s*'([^']*)'\s*$/;
/**
 * Splits a string at its policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'company'}`, and `${*}`, `${?}`,
 * `${$}`, which are those characters without their meaning.
 */
function splitVariables(text) {
    const parts = [];
    let end = 0;
    for (const match of text.matchAll(VARIABLE)) {
        if (match.index > end)
            parts.push({ kind: "text", text: text.slice(end, match.index) });
        parts.push(readVariable(match[1] ?? "", match[0]));
        end = match.index + match[0].length;
    }
    if (end < text.length)
        parts.push({ kind: "text", text: text.slice(end) });
    return parts;
}
function readVariable(inside, raw) {
    if (inside === "*" || inside === "?" || inside === "$")
        return { kind: "literal", text: inside };
    const withDefault = WITH_DEFAULT.exec(inside);
    if (withDefault === null)
        return { kind: "variable", key: inside.trim(), fallback: null, raw };
    return { kind: "variable", key: (withDefault[1] ?? "").trim(), fallback: withDefault[2] ?? "", raw };
}

;// CONCATENATED MODULE: ./lib/iam/text-pattern.js


/** `null` when the text names a variable that the request does not have: then it matches nothing. */
function readText(text, reading) {
    const parts = typeof text === "string" ? [text] : text.kind === "partial" ? text.parts : [text];
    const builder = new Builder(reading);
    for (const part of parts) {
        if (typeof part !== "string")
            builder.unknown(part.expression);
        else if (reading.variables === null)
            builder.text(part);
        else if (!builder.textWithVariables(part, reading.variables))
            return null;
    }
    return { pattern: (0,iam_pattern/* normalise */.j7)(builder.tokens), open: builder.open };
}
class Builder {
    tokens = [];
    open = false;
    #colons = 0;
    #reading;
    constructor(reading) {
        this.#reading = reading;
    }
    text(text) {
        const folded = this.#fold(text);
        this.#append(this.#reading.wildcards ? (0,iam_pattern/* wildcards */.S)(folded) : (0,iam_pattern/* literal */.eu)(folded));
    }
    unknown(expression) {
        this.#append(iam_pattern/* anything */.D8);
        this.open = true;
        this.#reading.unknowns.expressions.add(expression);
    }
    textWithVariables(text, variables) {
        const needed = this.#reading.variablesAfterColons ?? 0;
        for (const part of splitVariables(text)) {
            if (part.kind === "text")
                this.#countedText(part.text);
            else if (part.kind === "literal")
                this.#append((0,iam_pattern/* literal */.eu)(part.text));
            else if (this.#colons < needed)
                this.#countedText(part.raw);
            else if (!this.#variable(part.key, part.fallback, variables))
                return false;
        }
        return true;
    }
    #countedText(text) {
        this.#colons += text.split(":").length - 1;
        this.text(text);
    }
    #variable(key, fallback, variables) {
        const value = variables.valueOf(key.toLowerCase());
        if (value === "unknown" || (value !== "missing" && value.length > 1 && variables.alternatives)) {
            this.#append(iam_pattern/* anything */.D8);
            this.open = true;
            this.#reading.unknowns.keys.add(key);
            return true;
        }
        // AWS: a key with several values can't be a variable.
        const single = value === "missing" || value.length !== 1 ? fallback : (value[0] ?? fallback);
        if (single === null)
            return false;
        this.#append((0,iam_pattern/* literal */.eu)(this.#fold(single)));
        return true;
    }
    #append(tokens) {
        for (const token of tokens)
            this.tokens.push(token);
    }
    #fold(text) {
        return this.#reading.foldCase ? text.toLowerCase() : text;
    }
}
/** Whether a text pattern matches all that another pattern (or a literal text) stands for. */
function matchText(pattern, other) {
    if (pattern === null || !(0,iam_pattern/* covers */.hU)(pattern.pattern, other))
        return "no";
    return pattern.open ? "unknown" : "yes";
}


/***/ }),

/***/ 2797:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AU: () => (/* binding */ not),
/* harmony export */   Q7: () => (/* binding */ all),
/* harmony export */   bz: () => (/* binding */ any)
/* harmony export */ });
/** Logic in three values: what is unknown stays unknown unless the rest decides. */
function not(value) {
    if (value === "unknown")
        return "unknown";
    return value === "yes" ? "no" : "yes";
}
function all(values) {
    let result = "yes";
    for (const value of values) {
        if (value === "no")
            return "no";
        if (value === "unknown")
            result = "unknown";
    }
    return result;
}
function any(values) {
    let result = "no";
    for (const value of values) {
        if (value === "yes")
            return "yes";
        if (value === "unknown")
            result = "unknown";
    }
    return result;
}


/***/ }),

/***/ 2008:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ partitionOf),
/* harmony export */   k: () => (/* binding */ meetParty)
/* harmony export */ });
/* harmony import */ var _condition_context_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6080);
/* harmony import */ var _pattern_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9335);
/* harmony import */ var _principal_id_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7305);
/* harmony import */ var _text_pattern_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6005);
/* harmony import */ var _three_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2797);





const NO = { meets: "no", wide: null };
/** Whether a statement's principals hold the party; the narrowest principal that does decides how wide it is. */
function meetParty({ negated, principals }, party, effect) {
    const meetings = principals.map((principal) => meet(principal, party, effect));
    if (negated)
        return { meets: (0,_three_js__WEBPACK_IMPORTED_MODULE_2__/* .not */ .AU)((0,_three_js__WEBPACK_IMPORTED_MODULE_2__/* .any */ .bz)(meetings.map(({ meets }) => meets))), wide: null };
    const anyone = meetings.find(({ wide }) => wide === "anyone");
    const best = meetings.find(({ meets, wide }) => meets === "yes" && wide === null) ??
        meetings.find(({ meets }) => meets === "yes") ??
        meetings.find(({ meets }) => meets === "unknown") ??
        NO;
    return { meets: best.meets, wide: anyone === undefined ? best.wide : "anyone" };
}
function meet({ type, id }, party, effect) {
    if (party.party === "ec2") {
        if (type === "Service")
            return { meets: meetService(id, party.partition), wide: null };
        // A Deny on everyone denies services too; an Allow on everyone is no way to let a service in.
        return { meets: type === "AWS" && id === "*" && effect === "deny" ? "yes" : "no", wide: null };
    }
    if (type !== "AWS")
        return NO;
    if (party.principal === null)
        return meetAnyone(id, effect);
    return typeof id === "string"
        ? meetKnown(id, party.principal)
        : { meets: meetUnknown(id, party.principal), wide: null };
}
/** Without a named appliance any principal will do, also one that is known at deployment only; but not everyone. */
function meetAnyone(id, effect) {
    if (typeof id !== "string")
        return { meets: effect === "allow" ? "yes" : "unknown", wide: null };
    const { kind } = (0,_principal_id_js__WEBPACK_IMPORTED_MODULE_3__/* .readAwsPrincipal */ .w)(id);
    if (kind === "anyone")
        return { meets: effect === "allow" ? "no" : "yes", wide: "anyone" };
    return { meets: kind === "account" || kind === "entity" ? "yes" : "no", wide: null };
}
function meetKnown(id, wanted) {
    const trusted = (0,_principal_id_js__WEBPACK_IMPORTED_MODULE_3__/* .readAwsPrincipal */ .w)(id);
    const caller = (0,_principal_id_js__WEBPACK_IMPORTED_MODULE_3__/* .readAwsPrincipal */ .w)(wanted);
    if (trusted.kind === "anyone")
        return { meets: "yes", wide: "anyone" };
    if (trusted.kind === "deleted" || trusted.kind === "invalid")
        return NO;
    if (caller.kind !== "account" && caller.kind !== "entity")
        return NO;
    if (trusted.account !== caller.account || !samePartition(trusted, caller))
        return NO;
    if (trusted.kind === "account")
        return { meets: "yes", wide: caller.kind === "entity" ? "account" : null };
    if (caller.kind === "account")
        return { meets: "yes", wide: null };
    return { meets: trusted.arn === caller.arn ? "yes" : "no", wide: null };
}
function samePartition(first, second) {
    return first.partition === null || second.partition === null || first.partition === second.partition;
}
/** Whether a principal that is known in parts may be the appliance, its account, or (of an account) a role in it. */
function meetUnknown(id, wanted) {
    const caller = (0,_principal_id_js__WEBPACK_IMPORTED_MODULE_3__/* .readAwsPrincipal */ .w)(wanted);
    if (caller.kind !== "account" && caller.kind !== "entity")
        return "no";
    const pattern = (0,_text_pattern_js__WEBPACK_IMPORTED_MODULE_1__/* .readText */ .y)(id, { wildcards: false, foldCase: false, variables: null, unknowns: (0,_condition_context_js__WEBPACK_IMPORTED_MODULE_4__/* .noUnknowns */ .h)() });
    const partition = caller.partition ?? "aws";
    const forms = [caller.account, `arn:${partition}:iam::${caller.account}:root`];
    if (caller.kind === "entity")
        forms.push(caller.arn);
    if (forms.some((form) => (0,_text_pattern_js__WEBPACK_IMPORTED_MODULE_1__/* .matchText */ .H)(pattern, (0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(form)) !== "no"))
        return "unknown";
    if (caller.kind === "entity")
        return "no";
    const [first, second] = typeof id === "object" && id.kind === "partial" ? id.parts : [];
    const account = `:iam::${caller.account}:`;
    const start = typeof first === "string" ? first : "";
    return start.includes(account) || (start.split(":").length < 5 && second !== undefined) ? "unknown" : "no";
}
const EC2 = "ec2.amazonaws.com";
const EC2_CHINA = "ec2.amazonaws.com.cn";
function meetService(id, partition) {
    if (typeof id !== "string") {
        // CloudFormation's AWS::URLSuffix is the partition's own.
        const parts = id.kind === "partial" ? id.parts : [];
        const [service, suffix] = parts;
        const own = service === "ec2." && typeof suffix === "object" && suffix.expression === "AWS::URLSuffix";
        if (own && parts.length === 2)
            return "yes";
        const pattern = (0,_text_pattern_js__WEBPACK_IMPORTED_MODULE_1__/* .readText */ .y)(id, { wildcards: false, foldCase: false, variables: null, unknowns: (0,_condition_context_js__WEBPACK_IMPORTED_MODULE_4__/* .noUnknowns */ .h)() });
        return (0,_text_pattern_js__WEBPACK_IMPORTED_MODULE_1__/* .matchText */ .H)(pattern, (0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(EC2)) === "no" && (0,_text_pattern_js__WEBPACK_IMPORTED_MODULE_1__/* .matchText */ .H)(pattern, (0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .eu)(EC2_CHINA)) === "no"
            ? "no"
            : "unknown";
    }
    if (id === EC2)
        return partition === "aws-cn" ? "no" : "yes";
    return id === EC2_CHINA && (partition === null || partition === "aws-cn") ? "yes" : "no";
}
/** The partition that a trust policy's own ARNs, or the appliance's, say the role lives in. */
function partitionOf(lists, appliance) {
    const ids = lists.flatMap(({ principals }) => principals.map(({ id }) => (typeof id === "string" ? id : "")));
    for (const id of [...appliance, ...ids]) {
        const principal = (0,_principal_id_js__WEBPACK_IMPORTED_MODULE_3__/* .readAwsPrincipal */ .w)(id);
        if ((principal.kind === "account" || principal.kind === "entity") && principal.partition !== null) {
            return principal.partition;
        }
    }
    return null;
}


/***/ }),

/***/ 9339:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $P: () => (/* binding */ roleWord),
/* harmony export */   Q9: () => (/* binding */ relatedPlaces),
/* harmony export */   eX: () => (/* binding */ draftsByKind),
/* harmony export */   pQ: () => (/* binding */ causeWords),
/* harmony export */   pq: () => (/* binding */ countOf),
/* harmony export */   x6: () => (/* binding */ distinctCauses)
/* harmony export */ });
/** Makes the one draft of a rule for a role and a kind out of the verdicts that the rule is about; none for no verdict. */
function draftsByKind(evaluated, concerns, draft) {
    return evaluated.kinds.flatMap((kind) => {
        const verdicts = kind.verdicts.filter(concerns);
        if (verdicts.length === 0)
            return [];
        const actions = verdicts.map((verdict) => verdict.action);
        return [{ role: evaluated.role.id, kind: kind.kind.name, actions, ...draft(kind, verdicts) }];
    });
}
/** `4 of 33 communication actions`, or `1 of 33 ...`. */
function countOf(kind, verdicts) {
    return `${verdicts.length} of ${kind.kind.actions.length} ${kind.kind.name} actions`;
}
/** What messages call a role. */
function roleWord(role) {
    return `role ${role.id}`;
}
/** The causes of some verdicts, each once: a statement that denies ten actions is one cause. */
function distinctCauses(verdicts, effects) {
    const seen = new Map();
    for (const cause of verdicts.flatMap((verdict) => verdict.causes)) {
        if (!effects.includes(cause.effect))
            continue;
        const key = `${cause.policy}\n${cause.detail}`;
        if (!seen.has(key))
            seen.set(key, cause);
    }
    return [...seen.values()];
}
const MOST_RELATED = 5;
function relatedPlaces(causes) {
    return causes.slice(0, MOST_RELATED).map((cause) => ({ place: cause.place, message: causeWords(cause) }));
}
/** `policy Guard, statement DenyDelete: condition aws:RequestedRegion`. */
function causeWords(cause) {
    const sid = cause.statement?.sid;
    const where = `policy ${cause.policy}${sid ? `, statement ${sid}` : ""}`;
    return cause.detail === null ? where : `${where}: ${cause.detail}`;
}


/***/ }),

/***/ 7511:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  V: () => (/* binding */ allRules),
  u: () => (/* binding */ roleRules)
});

// EXTERNAL MODULE: ./lib/rules/action-draft.js
var action_draft = __webpack_require__(9339);
;// CONCATENATED MODULE: ./lib/rules/boundary-blocks-action.js

const boundaryBlocksAction = {
    id: "boundary-blocks-action",
    defaultSeverity: "error",
    summary: "Required actions that a policy grants and the permissions boundary leaves out.",
    check: (evaluated) => (0,action_draft/* draftsByKind */.eX)(evaluated, (verdict) => verdict.verdict === "denied" && verdict.deniedBy === "boundary", (kind, verdicts) => {
        const causes = (0,action_draft/* distinctCauses */.x6)(verdicts, ["denies", "limits"]);
        const boundary = causes[0]?.policy ?? "of the role";
        return {
            message: `the permissions boundary ${boundary} of ${(0,action_draft/* roleWord */.$P)(evaluated.role)} leaves out ${(0,action_draft/* countOf */.pq)(kind, verdicts)}`,
            help: "allow them in the boundary as well: a role can do only what its policies and its boundary both allow",
            place: causes[0]?.place ?? evaluated.role.place,
            related: (0,action_draft/* relatedPlaces */.Q9)(causes.slice(1)),
        };
    }),
};

;// CONCATENATED MODULE: ./lib/rules/conditional-action.js

const conditionalAction = {
    id: "conditional-action",
    defaultSeverity: "warning",
    summary: "Required actions that are granted under a condition that can't be settled.",
    check: (evaluated) => (0,action_draft/* draftsByKind */.eX)(evaluated, (verdict) => verdict.verdict === "conditional", (kind, verdicts) => {
        const causes = (0,action_draft/* distinctCauses */.x6)(verdicts, ["limits", "denies", "allows", "unknown"]);
        const why = causes[0] === undefined ? "" : ` (${(0,action_draft/* causeWords */.pQ)(causes[0])})`;
        return {
            message: `${(0,action_draft/* roleWord */.$P)(evaluated.role)} has ${(0,action_draft/* countOf */.pq)(kind, verdicts)} under a condition only${why}`,
            help: "declare the value of the condition's key under `context` in the config, or drop the condition",
            place: causes[0]?.place ?? evaluated.role.place,
            related: (0,action_draft/* relatedPlaces */.Q9)(causes.slice(1)),
        };
    }),
};

;// CONCATENATED MODULE: ./lib/rules/denied-action.js

const deniedAction = {
    id: "denied-action",
    defaultSeverity: "error",
    summary: "Required actions that a Deny statement takes away.",
    check: (evaluated) => (0,action_draft/* draftsByKind */.eX)(evaluated, (verdict) => verdict.verdict === "denied" && verdict.deniedBy === "statement", (kind, verdicts) => {
        const causes = (0,action_draft/* distinctCauses */.x6)(verdicts, ["denies"]);
        const by = causes[0] === undefined ? "" : ` by ${(0,action_draft/* causeWords */.pQ)(causes[0])}`;
        return {
            message: `${(0,action_draft/* roleWord */.$P)(evaluated.role)} is denied ${(0,action_draft/* countOf */.pq)(kind, verdicts)}${by}`,
            help: "take them out of the Deny statement: a Deny wins over every Allow",
            place: causes[0]?.place ?? evaluated.role.place,
            related: (0,action_draft/* relatedPlaces */.Q9)(causes.slice(1)),
        };
    }),
};

;// CONCATENATED MODULE: ./lib/rules/instance-profile-missing.js

const instanceProfileMissing = {
    id: "instance-profile-missing",
    defaultSeverity: "warning",
    summary: "A role for worker instances that is declared without an instance profile.",
    check({ role, kinds }) {
        const attached = kinds.find(({ kind }) => kind.trust.includes("ec2"));
        if (attached === undefined || role.instanceProfile !== false)
            return [];
        const resource = role.format === "terraform-plan" ? "aws_iam_instance_profile" : "AWS::IAM::InstanceProfile";
        return [
            {
                role: role.id,
                kind: attached.kind.name,
                actions: [],
                message: `${(0,action_draft/* roleWord */.$P)(role)} has no instance profile, so no worker instance can carry it`,
                help: `add an ${resource} that names the role`,
                place: role.place,
                related: [],
            },
        ];
    },
};

;// CONCATENATED MODULE: ./lib/iam/role-documents.js
/** All documents of a role over all its variants, each once. AWS-managed ones are left out: nobody can edit them. */
function documentsOf(role) {
    const found = new Map();
    const add = (entry) => {
        if (!found.has(entry.document))
            found.set(entry.document, entry);
    };
    const addPolicy = (policy, use) => {
        if (policy.kind !== "document" || policy.awsManaged)
            return;
        add({ use: use ?? policy.attachment, name: policy.name, document: policy.document });
    };
    for (const { policies, boundary, trust } of role.variants) {
        for (const policy of policies)
            addPolicy(policy);
        if (boundary !== null)
            addPolicy(boundary, "boundary");
        if (trust !== null && "statements" in trust)
            add({ use: "trust", name: "trust policy", document: trust });
    }
    return [...found.values()];
}

;// CONCATENATED MODULE: ./lib/rules/invalid-policy.js

/** Faults against the policy grammar: AWS rejects such a document, so nothing that it grants can be relied on. */
const invalidPolicy = {
    id: "invalid-policy",
    defaultSeverity: "error",
    summary: "A policy document breaks IAM's policy grammar.",
    check({ role }) {
        const problems = documentsOf(role).flatMap(({ document }) => document.problems);
        const [first, ...others] = problems;
        if (first === undefined)
            return [];
        const more = others.length === 0 ? "" : `, and ${others.length} more ${others.length === 1 ? "fault" : "faults"}`;
        return [
            {
                role: role.id,
                kind: null,
                actions: [],
                message: `role ${role.name ?? role.id} has an invalid policy: ${first.message}${more}`,
                help: first.help,
                place: first.place,
                related: others.map(({ message, place }) => ({ message, place })),
            },
        ];
    },
};

// EXTERNAL MODULE: ./lib/source/location.js
var source_location = __webpack_require__(7870);
// EXTERNAL MODULE: ./lib/source/place.js
var source_place = __webpack_require__(9442);
;// CONCATENATED MODULE: ./lib/rules/best-list.js
/**
 * Of the lists that grant without limits (Allow, Action, `Resource: "*"`, no condition) the one that already names most
 * of the kind; null when the role has no such list. Documents of AWS itself nobody can edit.
 */
function bestActionList(role, kind) {
    const wanted = new Set(kind.actions.map(({ action }) => action.toLowerCase()));
    let best = null;
    let bestCount = -1;
    for (const list of openLists(role)) {
        const count = list.statement.actions.patterns.filter(({ text }) => typeof text === "string" && wanted.has(text.toLowerCase())).length;
        if (count > bestCount) {
            best = list;
            bestCount = count;
        }
    }
    return best;
}
function openLists(role) {
    return role.variants.flatMap((variant) => variant.policies.flatMap((policy) => policy.kind !== "document" || policy.awsManaged
        ? []
        : policy.document.statements.filter(isOpen).map((statement) => ({ policy, statement }))));
}
function isOpen(statement) {
    const { resources } = statement;
    return (statement.effect === "Allow" &&
        !statement.actions.negated &&
        statement.conditions.length === 0 &&
        resources !== null &&
        !resources.negated &&
        resources.patterns.some(({ text }) => text === "*"));
}

;// CONCATENATED MODULE: ./lib/rules/missing-action.js




const missingAction = {
    id: "missing-action",
    defaultSeverity: "error",
    summary: "Required actions that no statement of the role grants.",
    check: (evaluated) => (0,action_draft/* draftsByKind */.eX)(evaluated, (verdict) => verdict.verdict === "missing", (kind, verdicts) => {
        const { role } = evaluated;
        const list = bestActionList(role, kind.kind);
        const message = `${(0,action_draft/* roleWord */.$P)(role)} lacks ${(0,action_draft/* countOf */.pq)(kind, verdicts)}`;
        if (list === null)
            return { message, help: helpWithoutList(role.format), place: role.place, related: [] };
        const place = list.statement.actions.place;
        const location = (0,source_place/* locate */.x5)(list.statement.place);
        const where = (0,source_location/* hasLine */.p)(location) ? `${location.file}:${location.line}` : (0,source_location/* formatLocation */.j)(location);
        const related = (0,source_place/* fileOf */.W7)(place) === (0,source_place/* fileOf */.W7)(role.place) ? [] : [{ place: role.place, message: (0,action_draft/* roleWord */.$P)(role) }];
        return {
            message,
            help: `add them to the Action list of policy ${list.policy.name} (${where})`,
            place,
            related,
        };
    }),
};
function helpWithoutList(format) {
    const what = 'a statement with Effect Allow and Resource "*"';
    return format === "policy-json"
        ? `add ${what} that names them`
        : `give the role a policy with ${what} that names them`;
}

;// CONCATENATED MODULE: ./lib/rules/partial-action.js

const partialAction = {
    id: "partial-action",
    defaultSeverity: "warning",
    summary: "Required actions that are granted on some resources only.",
    check: (evaluated) => (0,action_draft/* draftsByKind */.eX)(evaluated, (verdict) => verdict.verdict === "partial", (kind, verdicts) => {
        const causes = (0,action_draft/* distinctCauses */.x6)(verdicts, ["allows", "limits", "denies"]);
        const why = causes[0] === undefined ? "" : ` (${(0,action_draft/* causeWords */.pQ)(causes[0])})`;
        return {
            message: `${(0,action_draft/* roleWord */.$P)(evaluated.role)} has ${(0,action_draft/* countOf */.pq)(kind, verdicts)} on some resources only${why}`,
            help: 'grant them on Resource "*", as the requirements do, or make sure that the resources cover all that is backed up',
            place: causes[0]?.place ?? evaluated.role.place,
            related: (0,action_draft/* relatedPlaces */.Q9)(causes.slice(1)),
        };
    }),
};

;// CONCATENATED MODULE: ./lib/iam/quota.js
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const MANAGED_POLICY = 6_144;
const INLINE_POLICIES = 10_240;
const TRUST_POLICY = { limit: 2_048, maximum: 8_192 };
const ATTACHED_POLICIES = { limit: 10, maximum: 25 };
/** Every quota that a role exceeds, in the variant that exceeds it first. */
function quotaExcesses(role) {
    const found = new Map();
    for (const variant of role.variants) {
        for (const excess of excessesOf(variant, role)) {
            if (excess.size > excess.limit && !found.has(excess.what))
                found.set(excess.what, excess);
        }
    }
    return [...found.values()];
}
function* excessesOf({ policies, boundary, trust }, role) {
    let inline = 0;
    let attached = 0;
    for (const policy of policies) {
        if (policy.kind !== "document") {
            if (policy.kind === "reference")
                attached += 1;
            continue;
        }
        const size = policy.document.size ?? 0;
        if (policy.attachment === "inline")
            inline += size;
        else {
            attached += 1;
            if (!policy.awsManaged)
                yield characters(`managed policy ${policy.name}`, size, MANAGED_POLICY, policy.place);
        }
    }
    if (boundary?.kind === "document" && !boundary.awsManaged && boundary.attachment === "managed") {
        yield characters(`managed policy ${boundary.name}`, boundary.document.size ?? 0, MANAGED_POLICY, boundary.place);
    }
    yield characters("the inline policies together", inline, INLINE_POLICIES, role.place);
    if (trust !== null && "statements" in trust) {
        const what = "the trust policy";
        const size = trust.size ?? 0;
        yield { ...characters(what, size, TRUST_POLICY.limit, trust.place), maximum: TRUST_POLICY.maximum };
    }
    const what = `${attached} managed policies are attached`;
    yield { what, size: attached, ...ATTACHED_POLICIES, place: role.place };
}
function characters(name, size, limit, place) {
    return { what: `${name}: ${size} characters without white space`, size, limit, maximum: limit, place };
}

;// CONCATENATED MODULE: ./lib/rules/policy-quota.js

/** Documents and attachments that AWS would refuse at deployment. */
const policyQuota = {
    id: "policy-quota",
    defaultSeverity: "warning",
    summary: "A policy document or the number of attached policies exceeds IAM's quotas.",
    check({ role }) {
        const excesses = quotaExcesses(role);
        const [first, ...others] = excesses;
        if (first === undefined)
            return [];
        const impossible = excesses.some(({ size, maximum }) => size > maximum);
        const describe = ({ what, limit }) => `${what}, the quota is ${limit}`;
        return [
            {
                role: role.id,
                kind: null,
                actions: [],
                ...(impossible ? { severity: "error" } : {}),
                message: `role ${role.name ?? role.id} is too large to deploy: ${describe(first)}`,
                help: impossible
                    ? "split the policy, or shorten it with wildcards"
                    : `ask AWS to raise the quota (up to ${first.maximum}), or make it smaller`,
                place: first.place,
                related: others.map((excess) => ({ message: describe(excess), place: excess.place })),
            },
        ];
    },
};

// EXTERNAL MODULE: ./lib/rules/run-rules.js
var run_rules = __webpack_require__(1620);
;// CONCATENATED MODULE: ./lib/rules/trust-draft.js

/** What messages call who has to assume the role. */
function partyWord(party) {
    switch (party) {
        case "appliance":
            return "the backup appliance";
        case "ec2":
            return "ec2.amazonaws.com";
    }
}
/** One draft for each party that a trust rule has something to say of. Trust belongs to the role, not to a kind. */
function trustDrafts(evaluated, concerns, words) {
    return evaluated.trust.filter(concerns).map((verdict) => {
        const cause = verdict.causes[0];
        const place = cause?.place ?? trustPlace(evaluated.role);
        const related = (0,action_draft/* relatedPlaces */.Q9)(verdict.causes.slice(1));
        return { role: evaluated.role.id, kind: null, actions: ["sts:AssumeRole"], ...words(verdict), place, related };
    });
}
/** The trust policy, where the role has one that is known; else the role. */
function trustPlace(role) {
    const trust = role.variants[0].trust;
    return trust !== null && "statements" in trust ? trust.place : role.place;
}

;// CONCATENATED MODULE: ./lib/rules/trust-conditional.js


const trustConditional = {
    id: "trust-conditional",
    defaultSeverity: "warning",
    summary: "The appliance or ec2 can assume the role under a condition, or it can't be decided whether.",
    check: (evaluated) => trustDrafts(evaluated, (verdict) => verdict.verdict === "conditional" || verdict.verdict === "undetermined", (verdict) => ({
        message: `${opening(verdict)} ${partyWord(verdict.party)} can assume ${(0,action_draft/* roleWord */.$P)(evaluated.role)}${reason(verdict)}`,
        help: verdict.verdict === "conditional"
            ? "declare the value of the condition's key under `context` in the config, or drop the condition"
            : "make the principal known to the file or the plan; a parameter's value can be given in a parameter file",
    })),
};
function opening(verdict) {
    return verdict.verdict === "conditional" ? "only under a condition" : "it can't be decided whether";
}
function reason(verdict) {
    const cause = verdict.causes[0];
    return cause === undefined ? "" : ` (${(0,action_draft/* causeWords */.pQ)(cause)})`;
}

;// CONCATENATED MODULE: ./lib/rules/trust-denied.js


const trustDenied = {
    id: "trust-denied",
    defaultSeverity: "error",
    summary: "A Deny statement of the trust policy keeps the appliance or ec2 out.",
    check: (evaluated) => trustDrafts(evaluated, (verdict) => verdict.verdict === "denied", ({ party }) => ({
        message: `the trust policy of ${(0,action_draft/* roleWord */.$P)(evaluated.role)} denies ${partyWord(party)} to assume it`,
        help: "take the principal out of the Deny statement: a Deny wins over every Allow",
    })),
};

;// CONCATENATED MODULE: ./lib/rules/trust-missing.js


const trustMissing = {
    id: "trust-missing",
    defaultSeverity: "error",
    summary: "The trust policy lets in neither the appliance nor ec2 where it has to.",
    check: (evaluated) => trustDrafts(evaluated, (verdict) => verdict.verdict === "missing", ({ party, verified }) => ({
        message: `the trust policy of ${(0,action_draft/* roleWord */.$P)(evaluated.role)} does not let ${partyWord(party)} assume it`,
        help: party === "ec2"
            ? "add a statement that allows sts:AssumeRole to the service ec2.amazonaws.com"
            : `add a statement that allows sts:AssumeRole to ${verified ? "the principal given as `appliance`" : "the appliance's impersonation role or account"}`,
    })),
};

// EXTERNAL MODULE: ./lib/iam/principal-id.js
var principal_id = __webpack_require__(7305);
// EXTERNAL MODULE: ./lib/iam/trust-principal.js
var trust_principal = __webpack_require__(2008);
;// CONCATENATED MODULE: ./lib/iam/suspect-principal.js


/** Principals of a role's trust policy that are most likely mistakes, each once. */
function suspectPrincipals(role) {
    const found = new Map();
    for (const { trust } of role.variants) {
        if (trust === null || !("statements" in trust))
            continue;
        const lists = trust.statements.flatMap(({ principals }) => principals ?? []);
        const partition = (0,trust_principal/* partitionOf */.i)(lists, []);
        for (const principal of lists.flatMap(({ principals }) => principals)) {
            const suspect = suspicion(principal, partition);
            if (suspect !== null && !found.has(suspect.id))
                found.set(suspect.id, suspect);
        }
    }
    return [...found.values()];
}
function suspicion({ type, id, place }, partition) {
    if (typeof id !== "string")
        return null;
    const fault = type === "AWS" ? awsFault(id, partition) : type === "Service" ? serviceFault(id, partition) : null;
    return fault === null ? null : { id, ...fault, place };
}
function awsFault(id, partition) {
    if ((0,principal_id/* isUniqueId */.t)(id)) {
        return {
            message: `the principal ${id} is the unique id of a role or user that was deleted`,
            help: "name the ARN of the role that replaces it; a role of the same name is another principal",
        };
    }
    const principal = (0,principal_id/* readAwsPrincipal */.w)(id);
    if (/^arn:[a-z0-9-]+:sts::\d*:(role|user)\//.test(id)) {
        return {
            message: `the principal ${suspect_principal_short(id)} is in sts, but roles and users are in iam`,
            help: `write ${suspect_principal_short(id.replace(":sts:", ":iam:"))}`,
        };
    }
    if (principal.kind === "invalid")
        return invalidFault(id);
    if (principal.kind === "entity" && principal.partition !== partition) {
        return {
            message: `the principal ${suspect_principal_short(id)} is in partition ${principal.partition}, others of this policy are in ${partition}`,
            help: "keep the principals of one partition: there is no trust across partitions",
        };
    }
    if (principal.kind === "account" && principal.partition !== null && principal.partition !== partition) {
        return {
            message: `the principal ${suspect_principal_short(id)} is in partition ${principal.partition}, others of this policy are in ${partition}`,
            help: "keep the principals of one partition: there is no trust across partitions",
        };
    }
    return null;
}
function invalidFault(id) {
    if (/[*?]/.test(id)) {
        return {
            message: `the principal ${suspect_principal_short(id)} has a wildcard: AWS knows only the whole "*" here`,
            help: "name each role, or trust the account and narrow it with a condition on aws:PrincipalArn",
        };
    }
    return {
        message: `${suspect_principal_short(id)} is no AWS principal`,
        help: "write an account id of 12 digits or the ARN of a role, as in arn:aws:iam::111122223333:role/NAME",
    };
}
function serviceFault(id, partition) {
    if (partition === null)
        return null;
    const china = id.endsWith(".amazonaws.com.cn");
    if (china && partition !== "aws-cn") {
        return {
            message: `${suspect_principal_short(id)} is a service of partition aws-cn, the role is in ${partition}`,
            help: `write ${suspect_principal_short(id.slice(0, -3))}`,
        };
    }
    if (id === "ec2.amazonaws.com" && partition === "aws-cn") {
        return { message: `${id} is a service of other partitions, the role is in aws-cn`, help: `write ${id}.cn` };
    }
    return null;
}
function suspect_principal_short(text) {
    return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}

;// CONCATENATED MODULE: ./lib/rules/trust-suspect-principal.js

/** Principals of the trust policy that are most likely mistakes. */
const trustSuspectPrincipal = {
    id: "trust-suspect-principal",
    defaultSeverity: "warning",
    summary: "A principal of the trust policy was deleted, is malformed or belongs to another partition.",
    check({ role }) {
        const [first, ...others] = suspectPrincipals(role);
        if (first === undefined)
            return [];
        return [
            {
                role: role.id,
                kind: null,
                actions: [],
                message: `role ${role.name ?? role.id}: ${first.message}`,
                help: first.help,
                place: first.place,
                related: others.map(({ message, place }) => ({ message, place })),
            },
        ];
    },
};

;// CONCATENATED MODULE: ./lib/rules/trust-too-wide.js


const trustTooWide = {
    id: "trust-too-wide",
    defaultSeverity: "warning",
    summary: "The trust policy lets in more than the appliance: anyone, or an account where a role was asked for.",
    check: (evaluated) => trustDrafts(evaluated, (verdict) => verdict.tooWide !== null, ({ tooWide }) => ({
        message: tooWide === "anyone"
            ? `the trust policy of ${(0,action_draft/* roleWord */.$P)(evaluated.role)} lets every AWS account in the world assume it ("AWS": "*")`
            : `the trust policy of ${(0,action_draft/* roleWord */.$P)(evaluated.role)} lets a whole account in, where \`appliance\` names one role`,
        help: "name the ARN of the appliance's impersonation role as the principal",
    })),
};

;// CONCATENATED MODULE: ./lib/rules/undetermined-action.js

const undeterminedAction = {
    id: "undetermined-action",
    defaultSeverity: "warning",
    summary: "Required actions that can't be decided, because a value or a managed policy is not known.",
    check: (evaluated) => (0,action_draft/* draftsByKind */.eX)(evaluated, (verdict) => verdict.verdict === "undetermined", (kind, verdicts) => {
        const causes = (0,action_draft/* distinctCauses */.x6)(verdicts, ["unknown"]);
        const why = causes.length === 0 ? "" : `: ${causes.slice(0, 3).map(action_draft/* causeWords */.pQ).join("; ")}`;
        // A kind of which nothing at all could be decided was not checked, and must not pass as checked.
        const nothingDecided = verdicts.length === kind.kind.actions.length;
        return {
            ...(nothingDecided ? { severity: "error" } : {}),
            message: `whether ${(0,action_draft/* roleWord */.$P)(evaluated.role)} has ${(0,action_draft/* countOf */.pq)(kind, verdicts)} can't be decided${why}`,
            help: "make the value known to the file or the plan, or grant the actions in a statement that is",
            place: causes[0]?.place ?? evaluated.role.place,
            related: (0,action_draft/* relatedPlaces */.Q9)(causes.slice(1)),
        };
    }),
};

// EXTERNAL MODULE: ./lib/iam/action-pattern.js
var action_pattern = __webpack_require__(8332);
// EXTERNAL MODULE: ./lib/iam/pattern.js
var pattern = __webpack_require__(9335);
;// CONCATENATED MODULE: ./lib/rules/unknown-action.js



/** Actions that AWS's data does not hold. Only a warning: the data may be older than the action. */
const unknownAction = {
    id: "unknown-action",
    defaultSeverity: "warning",
    summary: "A policy names an action that AWS does not have.",
    check({ role }, authorization) {
        const unknown = unknownActions(role, authorization);
        const [first, ...others] = unknown;
        if (first === undefined)
            return [];
        const count = unknown.length === 1 ? "" : ` (and ${others.length} more)`;
        const suggestions = unknown.flatMap(({ action, suggestion }) => suggestion === null ? [] : `${action}: did you mean ${suggestion}?`);
        return [
            {
                role: role.id,
                kind: null,
                actions: unknown.map(({ action }) => action),
                message: `role ${role.name ?? role.id}: ${first.message}${count}`,
                help: suggestions.length === 0 ? "check the spelling, or ignore this if the action is new" : suggestions.join("; "),
                place: first.text.place,
                related: others.map(({ message, text }) => ({ message, place: text.place })),
            },
        ];
    },
};
function unknownActions(role, authorization) {
    const found = new Map();
    for (const { document } of documentsOf(role)) {
        for (const text of document.statements.flatMap(({ actions }) => actions.patterns)) {
            const action = text.text;
            if (typeof action !== "string" || found.has(action) || (0,action_pattern/* actionFault */.f5)(action) !== null)
                continue;
            if ((0,pattern/* hasWildcards */.ev)(action)) {
                if (!matchesNothing(action, authorization))
                    continue;
                const message = `${action} matches no action that AWS has`;
                found.set(action, { action, message, suggestion: null, text });
            }
            else if (!authorization.isKnown(action)) {
                const message = `${action} is no action that AWS has`;
                found.set(action, { action, message, suggestion: authorization.suggest(action), text });
            }
        }
    }
    return [...found.values()];
}
/** `isKnown` is true for whatever a service that the data lacks is asked, so such a service's patterns pass. */
function matchesNothing(pattern, authorization) {
    if (pattern.endsWith("*") && pattern.indexOf("*") <= pattern.indexOf(":") + 1)
        return false;
    return !authorization.isKnown(pattern) && authorization.expand(pattern).length === 0;
}

;// CONCATENATED MODULE: ./lib/rules/index.js
















/** The rules about a role, in the order in which a role's findings are read best. */
const roleRules = [
    missingAction,
    deniedAction,
    boundaryBlocksAction,
    partialAction,
    conditionalAction,
    undeterminedAction,
    trustMissing,
    trustDenied,
    trustConditional,
    trustTooWide,
    trustSuspectPrincipal,
    instanceProfileMissing,
    invalidPolicy,
    unknownAction,
    policyQuota,
];
/** Every rule, for severities, SARIF and the documentation. */
const allRules = [...roleRules, ...Object.values(run_rules/* runRules */.xG)];


/***/ }),

/***/ 1620:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hb: () => (/* binding */ unmatchedGroup),
/* harmony export */   N6: () => (/* binding */ staleSuppression),
/* harmony export */   Ts: () => (/* binding */ misnamedKind),
/* harmony export */   WU: () => (/* binding */ noWorkerRole),
/* harmony export */   _s: () => (/* binding */ unreadableFile),
/* harmony export */   pg: () => (/* binding */ workerRoleRemoved),
/* harmony export */   xG: () => (/* binding */ runRules)
/* harmony export */ });
/* harmony import */ var _source_place_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9442);
/* harmony import */ var _action_draft_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9339);


/** Rules about a file or the run as a whole: the pipeline knows when they apply, and the functions below word them. */
const runRules = {
    unreadableFile: {
        id: "unreadable-file",
        defaultSeverity: "error",
        summary: "A file that was named, or that looks like a policy, template or plan, and that can't be read.",
    },
    noWorkerRole: {
        id: "no-worker-role",
        defaultSeverity: "error",
        summary: "No worker role was found: a check that checked nothing must not be green.",
    },
    workerRoleRemoved: {
        id: "worker-role-removed",
        defaultSeverity: "warning",
        summary: "The plan deletes a worker role.",
    },
    staleSuppression: {
        id: "stale-suppression",
        defaultSeverity: "warning",
        summary: "A suppression that matches nothing any more, or that has expired.",
    },
};
function aboutRun(message, help, place, role = null) {
    return { role, kind: null, actions: [], message, help, place, related: [] };
}
/** `message` is a whole sentence that names the file. */
function unreadableFile(problem) {
    return aboutRun(problem.message, problem.help, problem.place);
}
function unmatchedGroup({ group, pattern }) {
    const message = `group ${group} names ${pattern}, and no policy file answers to it`;
    return aboutRun(message, "correct the path in `groups`: it is relative to the workspace", (0,_source_place_js__WEBPACK_IMPORTED_MODULE_0__/* .filePlace */ .Wf)(pattern));
}
/** What was looked at when no worker role was found. `place` is a file to show it at: the config, or the folder. */
function noWorkerRole(seen, ifNoRoles) {
    const files = seen.matched === 0 ? "no file matched `files`" : `${plural(seen.matched, "file")} matched, ${seen.read} read`;
    const message = seen.matched === 0
        ? `nothing was checked: ${files}`
        : `nothing was checked: ${files}, ${plural(seen.roles, "role")} seen, no worker role among them`;
    const help = seen.unreadable > 0
        ? "mend what can't be read first"
        : seen.matched === 0
            ? "set `files` to the globs of your policies, templates or plans"
            : "name your worker roles with `roles: PATTERN: kind, kind`, or set `if-no-roles` when having none is fine";
    return { ...aboutRun(message, help, (0,_source_place_js__WEBPACK_IMPORTED_MODULE_0__/* .filePlace */ .Wf)(".")), severity: ifNoRoles };
}
function misnamedKind(role, kinds, namedBy, known) {
    const message = `${(0,_action_draft_js__WEBPACK_IMPORTED_MODULE_1__/* .roleWord */ .$P)(role)} is not checked for ${kinds.map((kind) => `\`${kind}\``).join(", ")}: there is no such kind (${namedBy})`;
    return aboutRun(message, `kinds are ${known.join(", ")}`, role.marker?.place ?? role.place, role.id);
}
function workerRoleRemoved(role) {
    return aboutRun(`the plan deletes worker ${(0,_action_draft_js__WEBPACK_IMPORTED_MODULE_1__/* .roleWord */ .$P)(role)}`, "make sure that no backup or restore setting still names it", role.place, role.id);
}
function staleSuppression(reason, place) {
    return aboutRun(`suppression ${reason}`, "remove it from the config, or renew its date", place);
}
function plural(count, word) {
    return `${count} ${word}${count === 1 ? "" : "s"}`;
}


/***/ }),

/***/ 7537:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ matchRole)
/* harmony export */ });
/* harmony import */ var _iam_pattern_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9335);
/* harmony import */ var _source_place_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9442);


/**
 * How a pattern of `roles` fits a role. The name, logical ID or address as it is written wins over a glob; in a glob `*`
 * crosses every character, dots, brackets and slashes too, because addresses and paths are full of them.
 */
function matchRole(pattern, role) {
    if (pattern === role.id || pattern === role.name)
        return "literal";
    const texts = [role.id, role.name ?? "", role.file, (0,_source_place_js__WEBPACK_IMPORTED_MODULE_1__/* .fileOf */ .W7)(role.place)];
    return texts.some((text) => text !== "" && (0,_iam_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .matchesPattern */ .MT)(pattern, text)) ? "glob" : "none";
}


/***/ }),

/***/ 9903:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ decode)
/* harmony export */ });
/**
 * Decodes UTF-8, and UTF-16 with a byte order mark (what Windows PowerShell's `>` writes). A byte order mark is dropped:
 * neither `JSON.parse` nor IAM accepts one, and no editor shows it.
 */
function decode(bytes) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe)
        return { text: new TextDecoder("utf-16le").decode(bytes) };
    if (bytes[0] === 0xfe && bytes[1] === 0xff)
        return { text: new TextDecoder("utf-16be").decode(bytes) };
    try {
        return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
    }
    catch {
        return { fault: "is not UTF-8 text" };
    }
}


/***/ }),

/***/ 5084:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MZ: () => (/* binding */ property),
/* harmony export */   OW: () => (/* binding */ isJsonObject),
/* harmony export */   zm: () => (/* binding */ nodeFromJson)
/* harmony export */ });
/* harmony import */ var _place_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9442);

function isJsonObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** An own property, so that `constructor` or `__proto__` in the input never reaches a prototype. */
function property(object, key) {
    return Object.hasOwn(object, key) ? object[key] : undefined;
}
/**
 * Gives every value its place. With a node place the children's places follow the path; with any other place (a range,
 * a file) all values share it, because their text stands elsewhere or nowhere. Containers wait in a list instead of on the
 * call stack: `JSON.parse` takes any depth, so a hostile file may be nested a hundred thousand deep.
 */
function nodeFromJson(value, place) {
    const open = [];
    const root = openNode(value, place, open);
    for (let container = open.pop(); container !== undefined; container = open.pop())
        fill(container, open);
    return root;
}
function openNode(value, place, open) {
    if (Array.isArray(value)) {
        const items = [];
        if (value.length > 0)
            open.push({ kind: "list", place, value, children: items });
        return { kind: "list", place, items };
    }
    if (isJsonObject(value)) {
        const entries = [];
        open.push({ kind: "map", place, value, children: entries });
        return { kind: "map", place, entries };
    }
    return { kind: "scalar", place, value: value };
}
function fill(container, open) {
    const { place } = container;
    const child = (key) => (place.kind === "node" ? (0,_place_js__WEBPACK_IMPORTED_MODULE_0__/* .childPlace */ .IF)(place, key) : place);
    if (container.kind === "list") {
        for (const [index, item] of container.value.entries())
            container.children.push(openNode(item, child(index), open));
        return;
    }
    for (const key of Object.keys(container.value)) {
        const valuePlace = child(key);
        const ownKeyPlace = valuePlace.kind === "node" ? (0,_place_js__WEBPACK_IMPORTED_MODULE_0__/* .keyPlace */ .Vz)(valuePlace) : valuePlace;
        const value = openNode(container.value[key] ?? null, valuePlace, open);
        container.children.push({ key, keyPlace: ownKeyPlace, value });
    }
}


/***/ }),

/***/ 9549:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ms: () => (/* binding */ entryOf),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   h$: () => (/* binding */ showText)
/* harmony export */ });
/** The value of a key (the last one, as `JSON.parse` would have it), or undefined. */
function entryOf(node, key) {
    return node.entries.findLast((entry) => entry.key === key);
}
/** A node as text; `undefined` when it is a list, a map or null. Numbers and booleans are text as IAM reads them. */
function textOf(node) {
    switch (node.kind) {
        case "scalar":
            return node.value === null ? undefined : String(node.value);
        case "partial":
            return { kind: "partial", parts: node.parts };
        case "unresolved":
            return { kind: "unresolved", expression: node.expression };
        case "list":
        case "map":
            return undefined;
    }
}
/** How a message shows a text: unknown parts stand as `${expression}`. */
function showText(text) {
    if (typeof text === "string")
        return text;
    if (text.kind === "unresolved")
        return `\${${text.expression}}`;
    return text.parts.map((part) => (typeof part === "string" ? part : `\${${part.expression}}`)).join("");
}


/***/ }),

/***/ 6716:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ repeatedKeys)
/* harmony export */ });
const MAXIMUM = 50;
/** Finds the repeated keys of a text that `JSON.parse` accepts, in one pass without a tree. */
function repeatedKeys(text) {
    const found = [];
    const open = [];
    for (let index = 0; index < text.length && found.length < MAXIMUM; index += 1) {
        const top = open.at(-1);
        switch (text.charCodeAt(index)) {
            case 0x22: {
                const end = endOfString(text, index);
                if (top?.expectsKey === true)
                    readKey(text, index, end, open, found);
                index = end - 1;
                break;
            }
            case 0x7b:
                open.push({ keys: new Set(), at: "", expectsKey: true });
                break;
            case 0x5b:
                open.push({ keys: null, at: 0, expectsKey: false });
                break;
            case 0x7d:
            case 0x5d:
                open.pop();
                break;
            case 0x2c:
                if (top !== undefined)
                    nextItem(top);
                break;
        }
    }
    return found;
}
function nextItem(container) {
    if (typeof container.at === "number")
        container.at += 1;
    else
        container.expectsKey = true;
}
function readKey(text, start, end, open, found) {
    const top = open.at(-1);
    if (top === undefined)
        return;
    const raw = text.slice(start + 1, end - 1);
    const key = raw.includes("\\") ? String(JSON.parse(text.slice(start, end))) : raw;
    if (top.keys?.has(key))
        found.push({ path: open.slice(0, -1).map(({ at }) => at), key, start, end });
    top.keys?.add(key);
    top.at = key;
    top.expectsKey = false;
}
function endOfString(text, start) {
    let quote = text.indexOf('"', start + 1);
    while (quote !== -1 && isEscaped(text, quote))
        quote = text.indexOf('"', quote + 1);
    return quote === -1 ? text.length : quote + 1;
}
function isEscaped(text, quote) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c)
        slashes += 1;
    return slashes % 2 === 1;
}


/***/ }),

/***/ 579:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ parseYaml)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8815);
/* harmony import */ var _place_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9442);


/** So many nodes are more than any file needs: aliases that refer to aliases reach it with a few lines. */
const MOST_NODES = 1_000_000;
/**
 * YAML as nodes with exact places. Plain scalars stay as written except for `true`, `false` and `null`: CloudFormation
 * reads `Version: 2012-10-17` as a string, and an account id keeps its leading zeros. CloudFormation's short tags stand as
 * maps with their long names.
 */
function parseYaml(file) {
    try {
        const documents = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseAllDocuments */ .hR)(file.text, {
            uniqueKeys: false,
            schema: "core",
            logLevel: "silent",
        });
        const list = Array.isArray(documents) ? documents : [];
        const errors = list
            .flatMap((document) => document.errors)
            .map(({ message, pos }) => ({
            message: firstLine(message),
            place: (0,_place_js__WEBPACK_IMPORTED_MODULE_1__/* .rangePlace */ .xG)(file, pos[0], pos[1]),
        }));
        return { documents: errors.length > 0 ? [] : list.map((document) => new Converter(file, document).root()), errors };
    }
    catch (error) {
        // The parser recurses: a document nested deeper than the stack, or with too many nodes, ends here.
        const message = error instanceof TooLarge ? error.message : "it is nested too deeply";
        return { documents: [], errors: [{ message, place: (0,_place_js__WEBPACK_IMPORTED_MODULE_1__/* .rangePlace */ .xG)(file, 0, 0) }] };
    }
}
/** The library's messages end with a picture of the line. */
function firstLine(message) {
    return (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, "");
}
class TooLarge extends Error {
}
/** A merge key takes a map, or a list of maps of which the first wins. */
function entriesToMerge(node) {
    const maps = node.kind === "list" ? node.items : [node];
    return maps.flatMap((map) => (map.kind === "map" ? map.entries : []));
}
class Converter {
    file;
    document;
    count = 0;
    /** Aliases being expanded: one that contains itself has no value. */
    open = new Set();
    /** Anchored nodes met so far, by name: the library's own look-up goes over the whole document each time. */
    anchors = new Map();
    constructor(file, document) {
        this.file = file;
        this.document = document;
    }
    root() {
        return this.convert(this.document.contents);
    }
    convert(ast) {
        this.count += 1;
        if (this.count > MOST_NODES)
            throw new TooLarge("its aliases expand to more than it can hold");
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(ast))
            return this.alias(this.anchors.get(ast.source), this.placeOf(ast));
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isCollection */ .P3)(ast) || (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(ast))
            this.noteAnchor(ast);
        const node = this.untagged(ast);
        const tag = ast?.tag;
        return tag?.startsWith("!") && !tag.startsWith("!!") ? withTag(tag.slice(1), node) : node;
    }
    noteAnchor(ast) {
        if (ast.anchor !== undefined)
            this.anchors.set(ast.anchor, ast);
    }
    alias(target, place) {
        if (target === undefined || this.open.has(target))
            return { kind: "scalar", place, value: null };
        this.open.add(target);
        const node = this.convert(target);
        this.open.delete(target);
        return node;
    }
    untagged(ast) {
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(ast))
            return { kind: "map", place: this.placeOf(ast), entries: this.entries(ast.items) };
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(ast))
            return { kind: "list", place: this.placeOf(ast), items: ast.items.map((item) => this.convert(item)) };
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(ast))
            return { kind: "scalar", place: this.placeOf(ast), value: scalarValue(ast.value, ast.source) };
        return { kind: "scalar", place: (0,_place_js__WEBPACK_IMPORTED_MODULE_1__/* .rangePlace */ .xG)(this.file, 0, 0), value: null };
    }
    /** The map's own entries, in which a key may stand twice, and those of merge keys (`<<`) that it does not override. */
    entries(pairs) {
        const own = [];
        const merged = [];
        for (const pair of pairs) {
            const key = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(pair.key) ? (pair.key.source ?? String(pair.key.value ?? "")) : "";
            const keyPlace = this.placeOf(pair.key);
            const value = pair.value === null ? { kind: "scalar", place: keyPlace, value: null } : this.convert(pair.value);
            if (key === "<<")
                merged.push(...entriesToMerge(value));
            else
                own.push({ key, keyPlace, value });
        }
        if (merged.length === 0)
            return own;
        const taken = new Set(own.map(({ key }) => key));
        return [...merged.filter(({ key }) => !taken.has(key) && taken.add(key)), ...own];
    }
    placeOf(ast) {
        const range = ast?.range;
        if (!range)
            return (0,_place_js__WEBPACK_IMPORTED_MODULE_1__/* .rangePlace */ .xG)(this.file, 0, 0);
        // The range of a block collection goes on to the next token, over line ends and indentation.
        let end = range[1];
        while (end > range[0] && /\s/.test(this.file.text[end - 1] ?? ""))
            end -= 1;
        return (0,_place_js__WEBPACK_IMPORTED_MODULE_1__/* .rangePlace */ .xG)(this.file, range[0], end);
    }
}
/** Numbers stay text (`source`): 012345678901 is an account, 1.10 a version. */
function scalarValue(value, source) {
    if (value === null || value === undefined)
        return null;
    if (typeof value === "boolean")
        return value;
    return typeof value === "string" ? value : (source ?? String(value));
}
const LONG_NAMES = { Ref: "Ref", Condition: "Condition" };
/** `!GetAtt A.B` is `Fn::GetAtt: [A, B]`: the short form joins the two with a dot. */
function withTag(tag, value) {
    const key = Object.hasOwn(LONG_NAMES, tag) ? (LONG_NAMES[tag] ?? tag) : `Fn::${tag}`;
    return {
        kind: "map",
        place: value.place,
        entries: [{ key, keyPlace: value.place, value: tag === "GetAtt" ? splitGetAtt(value) : value }],
    };
}
function splitGetAtt(value) {
    if (value.kind !== "scalar" || typeof value.value !== "string")
        return value;
    const dot = value.value.indexOf(".");
    if (dot === -1)
        return value;
    const parts = [value.value.slice(0, dot), value.value.slice(dot + 1)];
    return {
        kind: "list",
        place: value.place,
        items: parts.map((part) => ({ kind: "scalar", place: value.place, value: part })),
    };
}


/***/ })

};
