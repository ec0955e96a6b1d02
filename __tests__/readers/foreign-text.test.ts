import { isPolicyVariable, withoutPlaceholders } from "../../src/readers/foreign-text.js";
import { readFile } from "../../src/readers/index.js";
import { showText, textOf } from "../../src/source/node.js";
import { filePlace } from "../../src/source/place.js";
import { describeRole } from "./describe-role.js";

// AWS condition keys that are policy variables: "IAM policy elements: Variables and tags" and the services' own keys.
test.each([
  "aws:username",
  "aws:PrincipalTag/team, 'company'",
  "aws:PrincipalTag/cost center",
  "s3:prefix",
  "s3:ExistingObjectTag/team",
  "ec2:SourceInstanceARN",
  "saml:sub",
  "cognito-identity.amazonaws.com:sub",
  "*",
  "?",
  "$",
])("recognizes ${%s} as an IAM variable", (inside) => {
  expect(isPolicyVariable(inside)).toBe(true);
});

test.each([
  "kms_key_arn",
  "account",
  "self:provider.stage",
  "opt:stage, 'dev'",
  "env:STAGE",
  "file(./actions.yml):actions",
  "ssm:/path/to/parameter",
  "cf:stack.Output",
  "s3:my-bucket.x/key",
  "aws:accountId",
  "aws:region",
  "sls:stage",
  "jsonencode(bucket_arns)",
  "var.name",
  "",
])("recognizes ${%s} as a placeholder", (inside) => {
  expect(isPolicyVariable(inside)).toBe(false);
});

const place = filePlace("t.json");

test.each<[string, string]>([
  ["arn:aws:s3:::{{ bucket }}/*", "partial arn:aws:s3:::{{ bucket }}/*"],
  ["{{bucket}}", "unresolved {{ bucket }}"],
  ["{% if a %}x{% endif %}", "unresolved {% if a %}x{% endif %}"],
  ["{% if a %}x:*{% else %}y:*{% endif %}", "unresolved {% if a %}x:*{% else %}y:*{% endif %}"],
  ["{{#if a}}x:*{{else}}y:*{{/if}}", "unresolved {{ #if a }}x:*{{ else }}y:*{{ /if }}"],
  ["{{^a}}x:*{{/a}}", "unresolved {{ ^a }}x:*{{ /a }}"],
  ["{{- if .a }}x:*{{- else -}}y:*{{ end }}", "unresolved {{ - if .a }}x:*{{ - else - }}y:*{{ end }}"],
  ["<% if a %>x:*<% else %>y:*<% end %>", "unresolved <% if a %>x:*<% else %>y:*<% end %>"],
  ["%{ if a }x:*%{ else }y:*%{ endif }", "unresolved %{ if a }x:*%{ else }y:*%{ endif }"],
  ["%{~ for a in b ~}${a}%{~ endfor ~}", "unresolved %{~ for a in b ~}${a}%{~ endfor ~}"],
  ["a:{% if a %}x{% else %}y{% endif %}:z", "partial a:{% if a %}x{% else %}y{% endif %}:z"],
  ["{# a #}x{# b #}", "partial {# a #}x{# b #}"],
  ["<%= a %>-${b}", "partial <%= a %>-${b}"],
  ["a{{{ b }}}c", "partial a{{{ b }}}c"],
  ["${{ github.sha }}", "unresolved ${{ github.sha }}"],
  ["${ stack.service }", "unresolved ${stack.service}"],
  ["${file(./a.yml):b}", "unresolved ${file(./a.yml):b}"],
  ["arn:aws:iam::${account}:role/${aws:username}", "partial arn:aws:iam::${account}:role/${aws:username}"],
  ["${aws:username}", "scalar ${aws:username}"],
  ["plain {text} $x", "scalar plain {text} $x"],
  ["arn:aws:iam::#{AWS::AccountId}:root", "partial arn:aws:iam::#{AWS::AccountId}:root"],
  ["${ACT:-sqs:*}", "unresolved ${ACT:-sqs:*}"],
  ["$(ACTION)", "unresolved $(ACTION)"],
  ["$ACCOUNT_ID", "unresolved $ACCOUNT_ID"],
  ["a:$ACT/x", "partial a:$ACT/x"],
  ["@@ACT@@", "unresolved @@ACT@@"],
  ["a:@act@/x", "partial a:@act@/x"],
  ["((vault:path/act))", "unresolved ((vault:path/act))"],
  ["#{act}#", "unresolved #{act}#"],
  ["#{a}#{b}#x", "partial #{a}#{b}#x"],
  ["user@example.com, b@c.d ((1)) f(x)", "scalar user@example.com, b@c.d ((1)) f(x)"],
  ["a-__ACCOUNT_ID__-b", "partial a-__ACCOUNT_ID__-b"],
  ["%ACT%", "unresolved %ACT%"],
  ["[[ act ]]", "unresolved ${[[ act ]]}"],
  ["${aws:PrincipalTag/__A__}", "scalar ${aws:PrincipalTag/__A__}"],
  ["x__y__Z $5 %2F %C3%A9 [[x, y]]", "scalar x__y__Z $5 %2F %C3%A9 [[x, y]]"],
])("replaces %s with %s", (value, expected) => {
  const node = withoutPlaceholders({ kind: "scalar", place, value }, isPolicyVariable);
  expect(`${node.kind} ${showText(textOf(node) ?? "")}`).toBe(expected);
});

test("gives `${{ name }}` no special meaning", () => {
  expect(withoutPlaceholders({ kind: "scalar", place, value: "a-${{ b }}" }, () => true).kind).toBe("partial");
});

test("treats a map with a placeholder in a key as unknown, even in policies", () => {
  const condition = '{"StringEquals": {"aws:RequestTag/{{ key }}": "v"}}';
  const text = `{"Statement": [{"Effect": "Deny", "Action": "a:B", "Resource": "*", "Condition": ${condition}}]}`;
  const context = { workspace: { readText: () => null, listFolder: () => [] }, terraformRoot: null, parameters: [] };
  const result = readFile({ path: "p.json", text }, context);
  const roles = result.kind === "read" ? result.result.roles : [];
  expect(roles.flatMap(describeRole).join()).toContain("if {{ key }}");
});
