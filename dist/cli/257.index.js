export const id = 257;
export const ids = [257];
export const modules = {

/***/ 5257:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   explainCommand: () => (/* binding */ explainCommand)
/* harmony export */ });
/* harmony import */ var _check_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3551);
/* harmony import */ var _config_resolve_options_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1932);
/* harmony import */ var _discover_find_config_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4675);
/* harmony import */ var _iam_evaluate_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8706);
/* harmony import */ var _iam_service_authorization_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(8782);
/* harmony import */ var _rules_action_draft_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(9339);
/* harmony import */ var _select_role_pattern_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7537);
/* harmony import */ var _source_location_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(7870);
/* harmony import */ var _source_place_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9442);
/* harmony import */ var _refuse_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6136);










/** `explain ROLE ACTION [PATH...]`: which statements grant, limit or deny an action of the worker roles that match. */
async function explainCommand(line, terminal) {
    const [pattern, action, ...files] = line.operands;
    if (pattern === undefined || action === undefined || !action.includes(":")) {
        return (0,_refuse_js__WEBPACK_IMPORTED_MODULE_6__/* .usageError */ .Wp)(terminal, "explain takes a role and an action", "for example: worker-iam-check explain VeeamRole ec2:RunInstances infra");
    }
    const { workingDirectory, today } = terminal;
    const scope = { workingDirectory, root: workingDirectory, confined: false };
    const config = (0,_discover_find_config_js__WEBPACK_IMPORTED_MODULE_2__/* .findConfig */ .u)(scope, line.config);
    if ("problem" in config)
        return (0,_refuse_js__WEBPACK_IMPORTED_MODULE_6__/* .refuse */ .TR)([config.problem], terminal);
    const resolved = (0,_config_resolve_options_js__WEBPACK_IMPORTED_MODULE_1__/* .resolveOptions */ .$)(new Map([...line.inputs, ["files", files.join("\n")]]), config.file);
    if ("problems" in resolved)
        return (0,_refuse_js__WEBPACK_IMPORTED_MODULE_6__/* .refuse */ .TR)(resolved.problems, terminal);
    const inspected = await (0,_check_js__WEBPACK_IMPORTED_MODULE_0__/* .inspect */ .N)(resolved.options.check, { scope, today });
    if ("problems" in inspected)
        return (0,_refuse_js__WEBPACK_IMPORTED_MODULE_6__/* .refuse */ .TR)(inspected.problems, terminal);
    const matching = inspected.result.roles.filter(({ role }) => (0,_select_role_pattern_js__WEBPACK_IMPORTED_MODULE_4__/* .matchRole */ .E)(pattern, role) !== "none");
    if (matching.length === 0) {
        const names = inspected.result.roles.map(({ role }) => role.id).join(", ");
        return (0,_refuse_js__WEBPACK_IMPORTED_MODULE_6__/* .usageError */ .Wp)(terminal, `no worker role matches ${pattern}`, names === "" ? "no worker role was found" : `worker roles are ${names}`);
    }
    const authorization = await (0,_iam_service_authorization_js__WEBPACK_IMPORTED_MODULE_7__/* .loadAuthorization */ .W)();
    for (const evaluated of matching) {
        const { context } = resolved.options.check;
        const [verdict] = (0,_iam_evaluate_js__WEBPACK_IMPORTED_MODULE_3__/* .evaluateRole */ .c)(evaluated.role, [{ action, resources: ["*"] }], context, authorization);
        if (verdict !== undefined)
            terminal.out(describe(evaluated, verdict));
    }
    return 0;
}
const EFFECT_WORDS = {
    allows: "allowed by",
    limits: "limited by",
    denies: "denied by",
    unknown: "not known:",
};
function describe({ role, kinds }, { action, verdict, causes }) {
    const wanting = kinds.filter(({ kind }) => kind.actions.some((required) => required.action.toLowerCase() === action.toLowerCase()));
    const needed = wanting.length === 0 ? "not required of it" : `required for ${wanting.map(({ kind }) => kind.name).join(", ")}`;
    const lines = causes.map((cause) => `  ${EFFECT_WORDS[cause.effect]} ${(0,_rules_action_draft_js__WEBPACK_IMPORTED_MODULE_8__/* .causeWords */ .pQ)(cause)}\n    --> ${(0,_source_location_js__WEBPACK_IMPORTED_MODULE_9__/* .formatLocation */ .j)((0,_source_place_js__WEBPACK_IMPORTED_MODULE_5__/* .locate */ .x5)(cause.place))}`);
    return `${[`role ${role.id}: ${action} is ${verdict} (${needed})`, ...(lines.length > 0 ? lines : ["  no statement names it"])].join("\n")}\n`;
}


/***/ })

};
