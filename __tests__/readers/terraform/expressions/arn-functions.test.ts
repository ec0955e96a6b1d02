import { evaluateText, isWholly, shown } from "./evaluate-text.js";

const role = "arn:aws:iam::111122223333:role";

/** Results of Terraform 1.11.4 with version 5.100.0 of the AWS provider. Null if it fails. */
test.each([
  [
    `arn_parse("${role}/worker")`,
    { partition: "aws", service: "iam", region: "", account_id: "111122223333", resource: "role/worker" },
  ],
  [
    'arn_parse("arn:aws:s3:::b:c/d")',
    { partition: "aws", service: "s3", region: "", account_id: "", resource: "b:c/d" },
  ],
  ['arn_parse("arn:::::")', { partition: "", service: "", region: "", account_id: "", resource: "" }],
  ['arn_parse("arn:aws:s3::")', null],
  ['arn_parse("x:aws:s3:::b")', null],
  ['arn_build("aws", "iam", "", "111122223333", "role/worker")', `${role}/worker`],
  ['arn_build("", "", "", "", "")', "arn:::::"],
  [`trim_iam_role_path("${role}/path/worker")`, `${role}/worker`],
  [`trim_iam_role_path("${role}/worker")`, `${role}/worker`],
  [`trim_iam_role_path("${role}/a/")`, `${role}/`],
  [`trim_iam_role_path("${role}//b")`, `${role}/b`],
  ['trim_iam_role_path("arn:aws:iam:::role/a/b")', "arn:aws:iam:::role/b"],
  ['trim_iam_role_path("arn:aws:iam::111122223333:user/worker")', null],
  ['trim_iam_role_path("arn:aws:sqs::111122223333:role/a/b")', null],
  ['trim_iam_role_path("arn:aws:iam:eu-west-1:111122223333:role/a/b")', null],
])("evaluates provider::aws::%s", (call, expected) => {
  const node = evaluateText(`provider::aws::${call}`);
  expect(isWholly(node)).toBe(expected !== null);
  if (expected !== null) expect(shown(node)).toEqual(expected);
  else expect(shown(evaluateText(`try(provider::aws::${call}, "fails")`))).toBe("fails");
});
