export const id=364;export const ids=[364];export const modules={364:(function(e,n,t){t.r(n),t.d(n,{policyCommand:()=>w});var i=t(9585),a=t(8523),o=t(1909);function r({action:e,resource:n}){return`${"*"===n?"":n.join(" ")} ${e}`}function l(e,n,t){let i=e.at(-1);if(void 0!==i&&String(i.Resource)===String(n.resource))return[...e.slice(0,-1),{...i,Action:[...i.Action,n.action]}];let a=`${s(t)}${0===e.length?"":e.length+1}`;return[...e,{Sid:a,Effect:"Allow",Action:[n.action],Resource:n.resource}]}function s(e){return e.map(e=>`${e.slice(0,1).toUpperCase()}${e.slice(1)}`).join("")}let c=`Parameters:
  ApplianceArn:
    Type: String
    Description: ARN of the backup appliance's impersonation role, or of its account
`;function u(e){return`          - Effect: Allow
            Principal:
              ${e}
            Action: sts:AssumeRole
`}var m=t(7872);let p=`variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role, or of its account"
  type        = string
}

`;function f(e){return JSON.stringify(e).replaceAll("${","$${").replaceAll("%{","%%{")}function $(e,n){return`  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "${e}"
      identifiers = [${n}]
    }
  }
`}function d(e){return e.map(e=>`      ${f(e)},
`).join("")}var y=t(8946),A=t(3666),_=t(6136),g=t(4626);let h={json:function(e){var n;let t,i,[a,...o]=e.documents;return`${JSON.stringify(0===o.length?a:(t=(n=e).words.join("-"),i=n.documents.map((e,n)=>{let i=`${t}-${n+1}`;return{name:i,arn:`arn:aws:iam::111122223333:policy/${i}`,document:e}}),{RoleDetailList:[{RoleName:t,...function({services:e,appliance:n}){return"fill-in"===n?{}:{AssumeRolePolicyDocument:{Version:"2012-10-17",Statement:[...null===n?[]:[{AWS:n}],...e.map(e=>({Service:(0,m.w)(e)}))].map(e=>({Effect:"Allow",Principal:e,Action:"sts:AssumeRole"}))}}}(n),InstanceProfileList:n.services.includes("ec2")?[{InstanceProfileName:t}]:[],RolePolicyList:[],AttachedManagedPolicies:i.map(e=>({PolicyName:e.name,PolicyArn:e.arn}))}],Policies:i.map(e=>({PolicyName:e.name,Arn:e.arn,PolicyVersionList:[{Document:e.document,VersionId:"v1",IsDefaultVersion:!0}]}))}),null,2)}
`},cloudformation:function({words:e,documents:n,services:t,appliance:i}){var a;let o=s(e);return`AWSTemplateFormatVersion: "2010-09-09"
${"fill-in"===i?c:""}Resources:
  ${o}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
${null===i?"":u(`AWS: ${"fill-in"===i?"!Ref ApplianceArn":JSON.stringify(i)}`)}${t.map(e=>{var n;return u(`Service: ${"ec2"===(n=e)?'!Sub "ec2.${AWS::URLSuffix}"':n}`)}).join("")}${n.map((e,t)=>{var i,a;let r;return i=o,a=`${o}Policy${1===n.length?"":t+1}`,r=e.Statement.map(({Sid:e,Action:n,Resource:t})=>{var i;return`          - Sid: ${e}
            Effect: Allow
            Action:
${n.map(e=>`              - ${e}
`).join("")}            Resource:${"*"===(i=t)?' "*"':i.map(e=>`
              - ${JSON.stringify(e)}`).join("")}
`}),`  ${a}:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles:
        - !Ref ${i}Role
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
${r.join("")}`}).join("")}${t.includes("ec2")?(a=o,`  ${a}Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      Roles:
        - !Ref ${a}Role
`):""}`},terraform:function({words:e,documents:n,services:t,appliance:i}){var a,o;let r=e.join("_").replaceAll("-","_"),l=e.join("-"),s=[...("fill-in"===i?["var.appliance_arn"]:null===i?[]:[f(i)]).map(e=>$("AWS",e)),...t.map(e=>$("Service",f((0,m.w)(e))))];return`${"fill-in"===i?p:""}data "aws_iam_policy_document" "${r}_trust" {
${s.join("\n")}}

resource "aws_iam_role" "${r}" {
  name               = "${l}"
  assume_role_policy = data.aws_iam_policy_document.${r}_trust.json
}
${n.map((e,t)=>(function(e,n,t,{Statement:i}){let a=null===t?e:`${e}_${t}`,o=null===t?n:`${n}-${t}`,r=i.map(({Sid:e,Action:n,Resource:t})=>`  statement {
    sid = "${e}"
    actions = [
${d(n)}    ]
    resources = ${"*"===t?'["*"]':`[
${d(t)}    ]`}
  }
`);return`
data "aws_iam_policy_document" "${a}" {
${r.join("\n")}}

resource "aws_iam_policy" "${a}" {
  name   = "${o}"
  policy = data.aws_iam_policy_document.${a}.json
}

resource "aws_iam_role_policy_attachment" "${a}" {
  role       = aws_iam_role.${e}.name
  policy_arn = aws_iam_policy.${a}.arn
}
`})(r,l,1===n.length?null:t+1,e)).join("")}${t.includes("ec2")?(a=r,o=l,`
resource "aws_iam_instance_profile" "${a}" {
  name = "${o}"
  role = aws_iam_role.${a}.name
}
`):""}`}};function w(e,n){var t;let s,c,u,m=(0,_.H8)(e,["json","cloudformation","terraform"],n);if(null===m)return 2;let p=e.inputs.get("requirements")||"7",f=(0,a.o)((0,g._)(n),p);if("problems"in f)return(0,_.TR)(f.problems,n);let{requirements:$}=f,{kinds:d,unknown:w}=(0,A.ET)($,e.operands),S=[...$.kinds.map(({name:e})=>e),...$.aliases.keys()].join(", ");if(w.length>0)return(0,_.Wp)(n,`there is no kind ${w.join(", ")}`,`kinds are ${S}`);if(0===d.length)return(0,_.Wp)(n,"policy takes at least one kind",`kinds are ${S}`);let R=e.inputs.get("appliance")||null;if(null!==R&&!(0,i.v)(R))return(0,_.Wp)(n,`--appliance ${R} is neither a role ARN nor an account`,"give one ARN, or one account id of 12 digits");let v=(t=null===(0,y.m)(p)?d.map(({name:e})=>e.toLowerCase()):["veeam","worker"],c=[...s=new Set(d.flatMap(({trust:e})=>e))].filter(e=>"appliance"!==e),u=s.has("appliance")||0===c.length,{words:t,documents:function(e,n){let t=[],i=[];for(let a of e){let e=l(i,a,n);JSON.stringify({Version:"2012-10-17",Statement:e}).length<=o.pX||0===i.length?i=e:(t.push(i),i=l([],a,n))}return[...t,i].map(e=>({Version:"2012-10-17",Statement:e}))}(function(e){let n=new Map;for(let{action:t,resources:i}of e.flatMap(({actions:e})=>e)){let e=n.get(t)??new Set;for(let n of i)e.add(n);n.set(t,e)}return[...n].map(([e,n])=>({action:e,resource:n.has("*")?"*":[...n].sort()})).sort((e,n)=>{var t,i;return t=r(e),t===(i=r(n))?0:t<i?-1:1})}(d),t),services:c,appliance:u?R??"fill-in":null}),{limit:P}=o.u0;return v.documents.length>P&&n.error(`warning: ${v.documents.length} policies are needed, and a role may carry ${P} unless the quota is raised
`),n.out(h[m](v)),0}}),9585:(function(e,n,t){t.d(n,{v:()=>a});let i=/^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:role|user)\/[\w+=,.@/-]+))$/;function a(e){return i.test(e)}}),1909:(function(e,n,t){t.d(n,{O:()=>o,pX:()=>i,u0:()=>a});let i=6144,a={limit:10,maximum:25};function o(e){let n=new Map;for(let t of e.variants)for(let i of r(t,e))i.size>i.limit&&!n.has(i.what)&&n.set(i.what,i);return[...n.values()]}function*r({policies:e,boundary:n,trust:t},o){let s=0,c=0;for(let n of e){if("document"!==n.kind){"reference"===n.kind&&(c+=1);continue}let e=n.document.size??0;"inline"===n.attachment?s+=e:(c+=1,n.awsManaged||(yield l(`managed policy ${n.name}`,e,i,n.place)))}if(n?.kind!=="document"||n.awsManaged||"managed"!==n.attachment||(yield l(`managed policy ${n.name}`,n.document.size??0,i,n.place)),yield l("the inline policies together",s,10240,o.place),null!==t&&"statements"in t){let e=t.size??0;yield{...l("the trust policy",e,2048,t.place),maximum:8192}}let u=`${c} managed policies are attached`;yield{what:u,size:c,...a,place:o.place}}function l(e,n,t,i){return{what:`${e}: ${n} characters without white space`,size:n,limit:t,maximum:t,place:i}}})};