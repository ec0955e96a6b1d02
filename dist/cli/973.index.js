export const id=973;export const ids=[973];export const modules={3973:(e,r,o)=>{o.r(r),o.d(r,{policyCommand:()=>m});var n=o(9585);function a({actions:e}){return`${JSON.stringify({Version:"2012-10-17",Statement:[{Sid:"VeeamWorkers",Effect:"Allow",Action:e,Resource:"*"}]},null,2)}
`}function t({actions:e,attached:r,appliance:o}){return`AWSTemplateFormatVersion: "2010-09-09"
${null===o?"Parameters:\n  ApplianceArn:\n    Type: String\n    Description: ARN of the backup appliance's impersonation role, or of its account\n":""}Resources:
  VeeamWorkerRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: ${null===o?"!Ref ApplianceArn":JSON.stringify(o)}
            Action: sts:AssumeRole
${r?"          - Effect: Allow\n            Principal:\n              Service: !Sub ec2.${AWS::URLSuffix}\n            Action: sts:AssumeRole\n":""}  VeeamWorkerPolicy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles:
        - !Ref VeeamWorkerRole
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: VeeamWorkers
            Effect: Allow
            Action:
${e.map(e=>`              - ${e}
`).join("")}            Resource: "*"
${r?"  VeeamWorkerProfile:\n    Type: AWS::IAM::InstanceProfile\n    Properties:\n      Roles:\n        - !Ref VeeamWorkerRole\n":""}`}function i({actions:e,attached:r,appliance:o}){let n=null===o?`variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role, or of its account"
  type        = string
}

`:"",a=`
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
`,t=`
resource "aws_iam_instance_profile" "veeam_worker" {
  name = "veeam-worker"
  role = aws_iam_role.veeam_worker.name
}
`;return`${n}data "aws_iam_policy_document" "veeam_worker_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [${null===o?"var.appliance_arn":JSON.stringify(o)}]
    }
  }
${r?a:""}}

resource "aws_iam_role" "veeam_worker" {
  name               = "veeam-worker"
  assume_role_policy = data.aws_iam_policy_document.veeam_worker_trust.json
}

data "aws_iam_policy_document" "veeam_worker" {
  statement {
    sid = "VeeamWorkers"
    actions = [
${e.map(e=>`      ${JSON.stringify(e)},
`).join("")}    ]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "veeam_worker" {
  name   = "veeam-worker"
  policy = data.aws_iam_policy_document.veeam_worker.json
}

resource "aws_iam_role_policy_attachment" "veeam_worker" {
  role       = aws_iam_role.veeam_worker.name
  policy_arn = aws_iam_policy.veeam_worker.arn
}
${r?t:""}`}var s=o(4748),l=o(3666),c=o(6136);function m(e,r){let o=(0,c.H8)(e,["json","cloudformation","terraform"],r);if(null===o)return 2;let m=(0,s.V)(e.inputs.get("requirements")||"7");if("message"in m)return(0,c.Wp)(r,m.message,m.help);let{kinds:p,unknown:u}=(0,l.ET)(m.requirements,e.operands),_=[...m.requirements.kinds.map(({name:e})=>e),...m.requirements.aliases.keys()].join(", ");if(u.length>0)return(0,c.Wp)(r,`there is no kind ${u.join(", ")}`,`kinds are ${_}`);if(0===p.length)return(0,c.Wp)(r,"policy takes at least one kind",`kinds are ${_}`);let f=e.inputs.get("appliance")||null;if(null!==f&&!(0,n.v)(f))return(0,c.Wp)(r,`--appliance ${f} is neither a role ARN nor an account`,"give one ARN or 12-digit account id");let d={actions:[...new Set(p.flatMap(e=>e.actions.map(({action:e})=>e)))].sort(),attached:p.some(({trust:e})=>e.includes("ec2")),appliance:f},w={json:a,cloudformation:t,terraform:i}[o];return r.out(w(d)),0}},9585:(e,r,o)=>{o.d(r,{v:()=>a});let n=/^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|role\/\S+|user\/\S+))$/;function a(e){return n.test(e)}}};