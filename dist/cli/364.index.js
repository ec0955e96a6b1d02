export const id=364;export const ids=[364];export const modules={364:(function(e,n,t){t.r(n),t.d(n,{policyCommand:()=>v});var i=t(9585),a=t(2930),o=t(9223),r=t(1909),l=t(1462);function s({action:e,resource:n,condition:t}){return[(0,o.D3)(t),"*"===n?"":n.join(" "),e].join("\n")}function c(e,n,t){let{action:i,resource:a,condition:r}=n,l=void 0===r?{}:{Condition:(0,o.aO)(r)},s=e.at(-1);if(void 0!==s&&function({Resource:e,Condition:n}){return JSON.stringify([e,void 0===n?{}:{Condition:n}])}(s)===JSON.stringify([a,l]))return[...e.slice(0,-1),{...s,Action:[...s.Action,i]}];let c=`${u(t)}${0===e.length?"":e.length+1}`;return[...e,{Sid:c,Effect:"Allow",Action:[i],Resource:a,...l}]}function u(e){return e.map(e=>`${e.slice(0,1).toUpperCase()}${e.slice(1)}`).join("")}let m=`Parameters:
  ApplianceArn:
    Type: String
    Description: ARN of the backup appliance's impersonation role, or of its account
`;function p(e){return`          - Effect: Allow
            Principal:
              ${e}
            Action: sts:AssumeRole
`}var f=t(7872);let d=`variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role, or of its account"
  type        = string
}

`;function $(e){return JSON.stringify(e).replaceAll("${","$${").replaceAll("%{","%%{")}function y(e,n){return`  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "${e}"
      identifiers = [${n}]
    }
  }
`}function _(e){return e.map(e=>`      ${$(e)},
`).join("")}var g=t(3666),A=t(6136),h=t(4626);let w={json:function(e){var n;let t,i,[a,...o]=e.documents;return`${JSON.stringify(0===o.length?a:(t=(n=e).words.join("-"),i=n.documents.map((e,n)=>{let i=`${t}-${n+1}`;return{name:i,arn:`arn:aws:iam::111122223333:policy/${i}`,document:e}}),{RoleDetailList:[{RoleName:t,...function({services:e,appliance:n}){return"fill-in"===n?{}:{AssumeRolePolicyDocument:{Version:"2012-10-17",Statement:[...null===n?[]:[{AWS:n}],...e.map(e=>({Service:(0,f.w)(e)}))].map(e=>({Effect:"Allow",Principal:e,Action:"sts:AssumeRole"}))}}}(n),InstanceProfileList:n.services.includes("ec2")?[{InstanceProfileName:t}]:[],RolePolicyList:[],AttachedManagedPolicies:i.map(e=>({PolicyName:e.name,PolicyArn:e.arn}))}],Policies:i.map(e=>({PolicyName:e.name,Arn:e.arn,PolicyVersionList:[{Document:e.document,VersionId:"v1",IsDefaultVersion:!0}]}))}),null,2)}
`},cloudformation:function({words:e,documents:n,services:t,appliance:i}){var a;let o=u(e);return`AWSTemplateFormatVersion: "2010-09-09"
${"fill-in"===i?m:""}Resources:
  ${o}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
${null===i?"":p(`AWS: ${"fill-in"===i?"!Ref ApplianceArn":JSON.stringify(i)}`)}${t.map(e=>{var n;return p(`Service: ${"ec2"===(n=e)?'!Sub "ec2.${AWS::URLSuffix}"':n}`)}).join("")}${n.map((e,t)=>{var i,a;let r;return i=o,a=`${o}Policy${1===n.length?"":t+1}`,r=e.Statement.map(({Sid:e,Action:n,Resource:t,Condition:i})=>{var a;return`          - Sid: ${e}
            Effect: Allow
            Action:
${n.map(e=>`              - ${e}
`).join("")}            Resource:${"*"===(a=t)?' "*"':a.map(e=>`
              - ${JSON.stringify(e)}`).join("")}
${function(e={}){let n=Object.entries(e).map(([e,n])=>{let t=Object.entries(n).map(([e,n])=>`                ${e}: ${JSON.stringify(n)}
`);return`              ${e}:
${t.join("")}`});return 0===n.length?"":`            Condition:
${n.join("")}`}(i)}`}),`  ${a}:
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
`):""}`},terraform:function({words:e,documents:n,services:t,appliance:i}){var a,o;let r=e.join("_").replaceAll("-","_"),l=e.join("-"),s=[...("fill-in"===i?["var.appliance_arn"]:null===i?[]:[$(i)]).map(e=>y("AWS",e)),...t.map(e=>y("Service",$((0,f.w)(e))))];return`${"fill-in"===i?d:""}data "aws_iam_policy_document" "${r}_trust" {
${s.join("\n")}}

resource "aws_iam_role" "${r}" {
  name               = "${l}"
  assume_role_policy = data.aws_iam_policy_document.${r}_trust.json
}
${n.map((e,t)=>(function(e,n,t,{Statement:i}){let a=null===t?e:`${e}_${t}`,o=null===t?n:`${n}-${t}`,r=i.map(({Sid:e,Action:n,Resource:t,Condition:i})=>`  statement {
    sid = "${e}"
    actions = [
${_(n)}    ]
    resources = ${"*"===t?'["*"]':`[
${_(t)}    ]`}
${function(e={}){return Object.entries(e).flatMap(([e,n])=>Object.entries(n).map(([n,t])=>({test:e,variable:n,values:[t].flat()}))).map(({test:e,variable:n,values:t})=>`    condition {
      test     = "${e}"
      variable = ${$(n)}
      values   = [${t.map($).join(", ")}]
    }
`).join("")}(i)}  }
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
`):""}`}};async function v(e,n){var t,o;let u,m,p,f=(0,A.H8)(e,["json","cloudformation","terraform"],n);if(null===f)return 2;let d=e.inputs.get("requirements")||"7",$=await (0,a.o)((0,h._)(n),d);if("problems"in $)return(0,A.TR)($.problems,n);let{requirements:y}=$,{kinds:_,unknown:v}=(0,g.E)(y,e.operands),j=[...y.kinds.map(({name:e})=>e),...y.aliases.keys()].join(", ");if(v.length>0)return(0,A.Wp)(n,`there is no kind ${v.join(", ")}`,`kinds are ${j}`);if(0===_.length)return(0,A.Wp)(n,"policy takes at least one kind",`kinds are ${j}`);let S=e.inputs.get("appliance")||null;if(null!==S&&!(0,i.v)(S))return(0,A.Wp)(n,`--appliance ${S} is neither a role ARN nor an account`,"give one ARN, or one account id of 12 digits");let R=(t=function(e,{nameMarks:n}){let t=n.slice(0,1),i=e=>e.toLowerCase().split(/[-_]+/).filter(Boolean),a=[...t,...e.flatMap(i)];if(a.join("-").length<=50)return a;let[o=""]=e;return[...t,...i(o.slice(0,30)),"and",`${e.length-1}`,"more"]}(e.operands,y),m=[...u=new Set(_.flatMap(({trust:e})=>e))].filter(e=>"appliance"!==e),p=u.has("appliance")||0===m.length,{words:t,documents:function(e,n){let t=[],i=[];for(let a of e){let e=c(i,a,n);JSON.stringify({Version:"2012-10-17",Statement:e}).length<=r.pX||0===i.length?i=e:(t.push(i),i=c([],a,n))}return[...t,i].map(e=>({Version:"2012-10-17",Statement:e}))}((o=_,(0,l.e)(o.flatMap(({actions:e})=>e)).map(({action:e,resources:n,condition:t})=>({action:e,resource:n.includes("*")?"*":[...n].sort(),condition:t})).sort((e,n)=>{var t,i;return t=s(e),t===(i=s(n))?0:t<i?-1:1})),t),services:m,appliance:p?S??"fill-in":null}),{limit:P}=r.u0;return R.documents.length>P&&n.error(`warning: ${R.documents.length} policies are needed, and a role may carry ${P} unless the quota is raised
`),n.out(w[f](R)),0}}),9585:(function(e,n,t){t.d(n,{v:()=>a});let i=/^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:role|user)\/[\w+=,.@/-]+))$/;function a(e){return i.test(e)}}),1909:(function(e,n,t){t.d(n,{O:()=>o,pX:()=>i,u0:()=>a});let i=6144,a={limit:10,maximum:25};function o(e){let n=new Map;for(let t of e.variants)for(let i of r(t,e))i.size>i.limit&&!n.has(i.what)&&n.set(i.what,i);return[...n.values()]}function*r({policies:e,boundary:n,trust:t},o){let s=0,c=0;for(let n of e){if("document"!==n.kind){"reference"===n.kind&&(c+=1);continue}let e=n.document.size??0;"inline"===n.attachment?s+=e:(c+=1,n.awsManaged||(yield l(`managed policy ${n.name}`,e,i,n.place)))}if(n?.kind!=="document"||n.awsManaged||"managed"!==n.attachment||(yield l(`managed policy ${n.name}`,n.document.size??0,i,n.place)),yield l("the inline policies together",s,10240,o.place),null!==t&&"statements"in t){let e=t.size??0;yield{...l("the trust policy",e,2048,t.place),maximum:8192}}let u=`${c} managed policies are attached`;yield{what:u,size:c,...a,place:o.place}}function l(e,n,t,i){return{what:`${e}: ${n} characters without white space`,size:n,limit:t,maximum:t,place:i}}}),3666:(function(e,n,t){t.d(n,{E:()=>i});function i(e,n){let t=new Set,i=[];for(let a of n){let n=e.aliases.get(a)??(!function(e,n){return e.kinds.find(e=>e.name===n)}(e,a)?void 0:[a]);if(void 0===n)i.push(a);else for(let e of n)t.add(e)}return{kinds:e.kinds.filter(e=>t.has(e.name)),unknown:i}}})};