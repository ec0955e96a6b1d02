export const id=536;export const ids=[536];export const modules={8155:(function(e,n,t){t.r(n),t.d(n,{policyCommand:()=>v});var i=t(2930),l=t(5637),r=t(7598);function o(e){return e.toLowerCase().split(/[-_]+/).filter(Boolean)}let a=`  ApplianceArn:
    Type: String
    Description: ARN of the backup appliance's impersonation role, or of its account
`,s=`  TrustedService:
    Type: String
    Description: ${l.Ij}
`;function u({words:e,documents:n,services:t,appliance:i,isTrustOpen:r}){var o;let a=(0,l.fL)(e);return`  ${a}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
${null===i?"":c(`AWS: ${"fill-in"===i?"!Ref ApplianceArn":JSON.stringify(i)}`)}${t.map(e=>{var n;return c(`Service: ${"ec2"===(n=e)?'!Sub "ec2.${AWS::URLSuffix}"':n}`)}).join("")}${r?c("Service: !Ref TrustedService"):""}${n.map((e,t)=>{var i,l;let r;return i=a,l=`${a}Policy${1===n.length?"":t+1}`,r=e.Statement.map(({Sid:e,Action:n,Resource:t,Condition:i})=>{var l;return`          - Sid: ${e}
            Effect: Allow
            Action:
${n.map(e=>`              - ${e}
`).join("")}            Resource:${"*"===(l=t)?' "*"':l.map(e=>`
              - ${JSON.stringify(e)}`).join("")}
${function(e={}){let n=Object.entries(e).map(([e,n])=>{let t=Object.entries(n).map(([e,n])=>`                ${e}: ${JSON.stringify(n)}
`);return`              ${e}:
${t.join("")}`});return 0===n.length?"":`            Condition:
${n.join("")}`}(i)}`}),`  ${l}:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles:
        - !Ref ${i}Role
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
${r.join("")}`}).join("")}${t.includes("ec2")?(o=a,`  ${o}Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      Roles:
        - !Ref ${o}Role
`):""}`}function c(e){return`          - Effect: Allow
            Principal:
              ${e}
            Action: sts:AssumeRole
`}var p=t(7872),f=t(306),m=t(1909),d=t(8782),h=t(3666),$=t(6044),y=t(6753),g=t(6136);let w={json:function(e){let n,[t,...i]=e.flatMap(({documents:e})=>e);return`${JSON.stringify(0===i.length?t:{RoleDetailList:(n=e.map(e=>{var n,t;let i,l=function({words:e,documents:n}){return n.map((t,i)=>{let l=[...e,...1===n.length?[]:[i+1]].join("-");return{name:l,arn:`arn:aws:iam::111122223333:policy/${l}`,document:t}})}(e);return{policies:l,role:(n=e,t=l,{RoleName:i=n.words.join("-"),...function({services:e,partition:n,appliance:t,isTrustOpen:i}){return"fill-in"===t||i?{}:{AssumeRolePolicyDocument:{Version:"2012-10-17",Statement:[...null===t?[]:[{AWS:t}],...e.map(e=>({Service:(0,p.w)(e,n)}))].map(e=>({Effect:"Allow",Principal:e,Action:"sts:AssumeRole"}))}}}(n),InstanceProfileList:n.services.includes("ec2")?[{InstanceProfileName:i}]:[],RolePolicyList:[],AttachedManagedPolicies:t.map(e=>({PolicyName:e.name,PolicyArn:e.arn}))})}})).map(({role:e})=>e),Policies:n.flatMap(({policies:e})=>e.map(({name:e,arn:n,document:t})=>({PolicyName:e,Arn:n,PolicyVersionList:[{Document:t,VersionId:"v1",IsDefaultVersion:!0}]})))},null,2)}
`},cloudformation:function(e){let n=e.some(({appliance:e})=>"fill-in"===e)?a:"",t=e.some(({isTrustOpen:e})=>e)?s:"",i=n+t===""?"":`Parameters:
${n}${t}`;return`AWSTemplateFormatVersion: "2010-09-09"
${i}Resources:
${e.map(u).join("")}`},terraform:f.M};async function v(e,n){let t=(0,g.H8)(e,["json","cloudformation","terraform"],n);if(null===t)return 2;let a=(0,y.T)({...e,inputs:new Map([...e.inputs,["files",""]])},n);if("refused"===a.kind)return a.status;let{check:s}=a.options,u=await (0,i.o)(a.scope,s.requirements);if("problems"in u)return(0,g.TR)(u.problems,n);let{requirements:c}=u,p=(0,$.Q)(s.resources,c);if(p.length>0)return(0,g.TR)(p,n);let f=[...new Map(e.operands.map(e=>[...new Set(e.split("+"))]).toReversed().map(e=>[e.toSorted().join("+"),e])).values()].toReversed(),v=e.operands.find(e=>e.split("+").includes(""));if(void 0!==v)return(0,g.Wp)(n,`a kind is missing in \`${v}\``,"write a + between two kinds only: backup+restore");let{kinds:k,unknown:j}=(0,h.E)(c,f.flat()),A=[...c.kinds.map(({name:e})=>e),...c.aliases.keys()].join(", ");if(j.length>0)return(0,g.Wp)(n,`there is no kind ${j.join(", ")}`,`kinds are ${A}`);if(0===k.length)return(0,g.Wp)(n,"policy takes at least one kind",`kinds are ${A}`);let _=e.inputs.get("appliance")||null,S=await (0,d.W)(),b=(function(e,n){let t=[];for(let i of n){let n=o([e??"",i.join("-and-")].join("-")),a=n.join("-").length<=64&&t.every(e=>!function(e,n){if((0,l.fL)(e)===(0,l.fL)(n))return!0;let[t="",i=""]=[e.join("-"),n.join("-")].sort();return i.startsWith(t)&&/^-(\d+|trust)$/.test(i.slice(t.length))}(n,e));t.push(a?n:function(e,n){let t=(0,r.createHash)("sha256").update(n).digest("hex").slice(0,8);return[...o(e.join("-").slice(0,64-t.length-1)),t]}(n,i.join("+")))}return t})(c.nameMarks[0],f).map((e,n)=>{let{kinds:t}=(0,h.E)(c,f[n]??[]);return(0,l.iJ)(e,t,_,s,S)}),{limit:R}=m.u0;for(let{words:e,documents:t}of b)t.length<=R||n.error(`warning: role ${e.join("-")} needs ${t.length} policies, and a role may carry ${R} unless the quota is raised
`);return n.out(w[t](b)),0}}),6753:(function(e,n,t){t.d(n,{T:()=>A});var i=t(6760),l=t(7),r=t(1672);let o=/^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:role|user)\/[\w+=,.@/-]+))$/;var a=t(4758),s=t(5060),u=t(4039),c=t(1641);function p(e){let n=e.entries.map(e=>{let n=(0,s.y1)(e.value);return null===n?null:{line:`${e.key}: ${n.join(", ")}`,place:e.keyPlace}});return n.every(e=>null!==e)?n:null}var f=t(9066),m=t(7947),d=t(6796),h=t(8127);let $={narrowed:!1,sharedInputs:!1,sharedConfig:!1};function y(e,n,t="",i=$){var w,v,k,j,A;let _=null===n?null:function(e){let n=(0,a.h)(e),t=n.errors.map(e=>({message:`the config is not YAML: ${e.message}`,help:e.help,place:e.place})),i=n.documents[0],l=new Map;if(void 0===i||t.length>0||"scalar"===i.kind&&null===i.value)return{settings:l,sections:(0,u.j)(null,t),problems:t};if("map"!==i.kind)return t.push({message:"the config is not a map of settings",help:"write `setting: value` lines",place:i.place}),{settings:l,sections:(0,u.j)(null,t),problems:t};for(let e of i.entries)!function(e,n,t){if("$schema"===e.key||u.p.includes(e.key))return;if(!(0,c.s9)(e.key)){let n=(0,r.z)(e.key,[...Object.keys(c.yy),...u.p]),i=null===n?`settings are ${[...Object.keys(c.yy),...u.p].join(", ")}`:`did you mean \`${n}\`?`;t.push({message:`unknown setting \`${e.key}\``,help:i,place:e.keyPlace});return}let i="roles"===e.key?function(e){if("map"===e.kind)return p(e);let n=("list"===e.kind?e.items:[e]).map(e=>"map"===e.kind?p(e):(0,s.$M)(e));return n.every(e=>null!==e)?n.flat():null}(e.value):null,l="roles"===e.key?i?.map(({line:e})=>e)??null:(0,s.y1)(e.value);if(null===l)return t.push({message:`\`${e.key}\` holds something other than text`,help:"write a value, or a list of values",place:e.value.place});let o=null===i?{}:{linePlaces:i.map(({place:e})=>e)};n.set(e.key,{lines:l,...o,givenAs:`\`${e.key}\``,place:e.value.place})}(e,l,t);return{settings:l,sections:(0,u.j)(i,t),problems:t}}(n),S=[..._?.problems??[]],b=n=>{let t=(0,s.uz)(e.get(n)??"");return t.length>0?{lines:t,givenAs:`\`${n}\``,place:null}:_?.settings.get(n)??null},R=new g(b,S),M=_?.sections??(0,u.j)(null,S),P=(0,m.i)(M.deployment,{accounts:b("accounts"),regions:b("regions")},M.context,S);S.push(...(0,f.D)(M.resources,P));let x={check:{files:R.lines("files"),roles:(w=b("roles"),v=S,(w?.lines??[]).flatMap((e,n)=>{let t=w?.linePlaces?.[n]??w?.place??null,i=(0,h.C)(e,t);return null!==i?[i]:(v.push({message:`\`roles\` line \`${e}\` names no pattern and kinds`,help:"write `PATTERN: kind, kind`, for example `*backup*: backup, communication`, or `PATTERN: ignore`",place:t}),[])})),rolesBeyond:(k=b("roles"),j=b("files"),A=i,(null!==k&&null!==k.place?A.sharedConfig:A.sharedInputs)?"shared":(null===j||(0,c.B4)(j.lines))&&!A.narrowed?null:"narrowed"),appliance:function(e,n){let t=e?.lines??[];for(let i of t.filter(e=>!o.test(e)))n.push({message:`\`appliance\` line \`${i}\` is neither a role ARN nor an account`,help:"give the ARN of the impersonation role, or the appliance's account: a 12-digit id or arn:aws:iam::ACCOUNT:root",place:e?.place??null});return t}(b("appliance"),S),requirements:R.path("requirements",t,l.X7),requirementsGiven:null!==b("requirements"),terraformRoot:R.path("terraform-root",t)||null,failOn:R.choice("fail-on"),ifNoRoles:R.choice("if-no-roles"),...M,...(0,l.tc)(M,t),policies:(0,d.W)(M.policies,t,S),deployment:P,baseline:R.path("baseline",t)||null,base:R.text("base"),failOnNewOnly:R.flag("fail-on-new-only")},reports:R.lines("reports"),publish:{annotations:R.choice("annotations"),comment:R.choice("comment"),commentKey:R.text("comment-key"),suggestions:R.flag("suggestions"),jobSummary:R.flag("job-summary"),reportFile:R.optionalText("report-file"),sarifFile:R.optionalText("sarif-file")}};return S.length>0?{problems:S,publish:x.publish}:{options:x}}class g{given;problems;constructor(e,n){this.given=e,this.problems=n}lines(e){return this.given(e)?.lines??c.yy[e].default}text(e){return this.given(e)?.lines.join(`
`)??c.yy[e].default}path(e,n,t=()=>!0){let i=this.text(e);return this.given(e)?.place!=null&&t(i)?(0,l._f)(n,i):i}optionalText(e){let n=this.text(e);return""===n?null:n}flag(e){let n=this.word(e,["true","false"]);return null===n?c.yy[e].default:"true"===n}choice(e){return this.word(e,c.yy[e].words)??c.yy[e].default}word(e,n){let t=this.given(e);if(null===t)return null;let i=t.lines.join(" ").toLowerCase();if(n.includes(i))return i;let l=(0,r.z)(i,n);return this.problems.push({message:`${t.givenAs} is \`${i}\`, which is not one of ${n.join(", ")}`,help:null===l?"write one of these words":`did you mean \`${l}\`?`,place:t.place}),null}}var w=t(2711),v=t(8722),k=t(6136),j=t(4626);function A(e,n){let t=(0,w.u0)((0,j._)(n),e.config);if("problem"in t)return{kind:"refused",status:(0,k.TR)([t.problem],n)};let{file:i,prefix:l,shared:r,unread:o}=t,a=function(e,{command:n,operands:t,inputs:i},l){if(!t.includes("-"))return e;if("check"!==n&&"explain"!==n)return`${n} needs files: it can't work on standard input`;if((i.get("base")??"")!=="")return"--base compares files of commits: standard input is in none";let r=l.readInput();return null===r?"standard input is a terminal":{...e,standardInput:r}}(t.scope,e,n);if("string"==typeof a)return{kind:"refused",status:(0,k.Wp)(n,a,_)};let s={narrowed:a.root!==a.workingDirectory,sharedInputs:!1,sharedConfig:r},u=y(b(e.inputs,a),i,l,s);return"problems"in u?{kind:"refused",status:(0,k.TR)(u.problems,n)}:{kind:"read",scope:a,options:u.options,unread:o,optionsAt:t=>{let l=(0,w.u0)({...(0,j._)(n),commit:t},e.config);if("problem"in l||(0,w.RW)(l.file,i))return null;let r=y(b(e.inputs,l.scope),l.file,l.prefix,s);return"problems"in r?null:r.options.check}}}let _="for example: worker-iam-check check - < policy.json",S=["requirements","terraform-root","baseline"];function b(e,n){return n.root===n.workingDirectory?e:new Map([...e].map(([e,t])=>{let r=S.includes(e)&&""!==t&&("requirements"!==e||(0,l.X7)(t));return[e,r?(0,v.nD)(n,(0,i.resolve)(n.workingDirectory,t)):t]}))}}),8127:(function(e,n,t){function i(e,n=null){let t=e.lastIndexOf(":");if(-1===t)return null;let r=e.slice(0,t).trim(),o=l(e.slice(t+1));return""===r||0===o.length?null:{pattern:r,kinds:1===o.length&&"ignore"===o[0]?null:o,text:`${r}: ${o.join(", ")}`,place:n}}function l(e){return e.split(/[\s,]+/).filter(e=>""!==e)}t.d(n,{C:()=>i,o:()=>l})}),5637:(function(e,n,t){t.d(n,{Ij:()=>c,iJ:()=>p,fL:()=>d});var i=t(9383),l=t(7242),r=t(9335),o=t(7064);function a(e,n,t){let{deployment:i}=n,a=e.map(e=>(function(e,n,t){let i=(0,o.TY)(e,n),r=t.requestsOf(e);if(null===r){var a;return"patterns"===(a=i).kind?a.patterns.map(e=>({arn:e,whole:!1})):null}if(0===r.types.length||"everything"===i.kind)return null;let s=n.deployment?.partition??"aws",u=(0,o.vC)(r.types,i,s).flatMap(({arn:e,within:n})=>null===n?[{arn:e,whole:!0}]:n.map(e=>({arn:e,whole:!1})));return u.some(({arn:e})=>/[*?]/.test((0,l.wo)(e)?.[2]??"*"))?null:u})(e.toLowerCase(),n,t)),s=a.flatMap(e=>e??[]);if(a.includes(null)||0===s.length)return null;let u=null===i?[]:[{...i,regions:[]},{...i,regions:[],accounts:[]}];for(let e of[i,...u]){let n=function(e){let n=[...new Set(e)].sort().map(e=>({arn:e,pattern:(0,r.S)(e),parts:(0,l.wo)(e)}));return n.filter((e,t)=>n.every((n,i)=>i===t||n.parts?.[4]!==e.parts?.[4]||!(0,r.hU)(n.pattern,e.pattern)||i>t&&(0,r.hU)(e.pattern,n.pattern))).map(({arn:e})=>e)}(s.flatMap(({arn:n,whole:t})=>(0,l.mV)(n,e).map(e=>t?function(e){let n=(0,l.wo)(e);return null===n||"s3"===n[2]||""===n[4]||"aws"===n[4]?e:[...n.slice(0,5),"*"].join(":")}(e):e)));if(n.join("").length<=2500)return n}return null}var s=t(1909),u=t(1462);let c="Service that assumes the role, such as ec2.amazonaws.com for a role that is attached to an instance";function p(e,n,t,r,c){var p,d,h;let $=new Set(n.flatMap(({trust:e})=>e)),y=[...$].filter(e=>"appliance"!==e);return{words:e,documents:function(e,n){let t=[],i=[];for(let l of e){let e=m(i,l,n);JSON.stringify({Version:"2012-10-17",Statement:e}).length<=s.pX||0===i.length?i=e:(t.push(i),i=m([],l,n))}return[...t,i].map(e=>({Version:"2012-10-17",Statement:e}))}((p=n,d=r,h=c,(function(e,n,t){if(!(0,o.GO)(n))return[...e];let l=new Map;for(let r of e){let{action:e,resource:s,condition:u}=r,c=null===("*"===s?a([e],n,t):null)||"patterns"===(0,o.TY)(e.toLowerCase(),n).kind?e:e.slice(0,e.indexOf(":")),p=[(0,i.D3)(u),c].join(`
`);l.set(p,[...l.get(p)??[],r])}return[...l.values()].flatMap(e=>{let i=e.map(({action:e})=>e),l=e.every(({resource:e})=>"*"===e)?a(i,n,t):null;return null===l?e:e.map(e=>({...e,resource:l}))})})((0,u.eV)(p.flatMap(({actions:e})=>e)).map(({action:e,resources:n,condition:t})=>({action:e,resource:n.includes("*")?"*":[...n].sort(),condition:t})),d,h).sort((e,n)=>{var t,i;return t=f(e),t===(i=f(n))?0:t<i?-1:1})),e),services:y,partition:r.deployment?.partition??(null===t?null:(0,l.wo)(t)?.[1]??null),appliance:$.has("appliance")?t??"fill-in":null,isTrustOpen:0===$.size}}function f({action:e,resource:n,condition:t}){return[(0,i.D3)(t),"*"===n?"":n.join(" "),e].join(`
`)}function m(e,n,t){let{action:l,resource:r,condition:o}=n,a=void 0===o?{}:{Condition:(0,i.aO)(o)},s=e.at(-1);if(void 0!==s&&function({Resource:e,Condition:n}){return JSON.stringify([e,void 0===n?{}:{Condition:n}])}(s)===JSON.stringify([r,a]))return[...e.slice(0,-1),{...s,Action:[...s.Action,l]}];let u=`${d(t)}${0===e.length?"":e.length+1}`;return[...e,{Sid:u,Effect:"Allow",Action:[l],Resource:r,...a}]}function d(e){return e.map(e=>`${e.slice(0,1).toUpperCase()}${e.slice(1)}`).join("")}}),306:(function(e,n,t){t.d(n,{M:()=>a,U:()=>p});var i=t(7872),l=t(5637);let r=`variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role, or of its account"
  type        = string
}

`,o=`variable "trusted_service" {
  description = "${l.Ij}"
  type        = string
}

`;function a(e){let n=e.some(({appliance:e})=>"fill-in"===e)?r:"",t=e.some(({isTrustOpen:e})=>e)?o:"";return`${n}${t}${e.map(s).join(`
`)}`}function s({words:e,documents:n,services:t,partition:l,appliance:r,isTrustOpen:o}){var a,m;let d,h=(d=e.join("_"),/^\d/.test(d)?`_${d}`:d),$=e.join("-"),y=[...("fill-in"===r?["var.appliance_arn"]:null===r?[]:[u(r)]).map(e=>c("AWS",e)),...t.map(e=>c("Service",u((0,i.w)(e,l)))),...o?[c("Service","var.trusted_service")]:[]];return`data "aws_iam_policy_document" "${h}_trust" {
${y.join(`
`)}}

resource "aws_iam_role" "${h}" {
  name               = "${$}"
  assume_role_policy = data.aws_iam_policy_document.${h}_trust.json
}
${n.map((e,t)=>(function(e,n,t,{Statement:i}){let l=null===t?e:`${e}_${t}`,r=null===t?n:`${n}-${t}`,o=i.map(({Sid:e,Action:n,Resource:t,Condition:i})=>`  statement {
    sid = "${e}"
    actions = [
${f(n)}    ]
    resources = ${"*"===t?'["*"]':`[
${f(t)}    ]`}
${p(i)}  }
`);return`
data "aws_iam_policy_document" "${l}" {
${o.join(`
`)}}

resource "aws_iam_policy" "${l}" {
  name   = "${r}"
  policy = data.aws_iam_policy_document.${l}.json
}

resource "aws_iam_role_policy_attachment" "${l}" {
  role       = aws_iam_role.${e}.name
  policy_arn = aws_iam_policy.${l}.arn
}
`})(h,$,1===n.length?null:t+1,e)).join("")}${t.includes("ec2")?(a=h,m=$,`
resource "aws_iam_instance_profile" "${a}" {
  name = "${m}"
  role = aws_iam_role.${a}.name
}
`):""}`}function u(e){return JSON.stringify(e).replaceAll("${","$${").replaceAll("%{","%%{")}function c(e,n){return`  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "${e}"
      identifiers = [${n}]
    }
  }
`}function p(e={}){return Object.entries(e).flatMap(([e,n])=>Object.entries(n).map(([n,t])=>({test:e,variable:n,values:[t].flat()}))).map(({test:e,variable:n,values:t})=>`    condition {
      test     = "${e}"
      variable = ${u(n)}
      values   = [${t.map(u).join(", ")}]
    }
`).join("")}function f(e){return e.map(e=>`      ${u(e)},
`).join("")}}),1909:(function(e,n,t){t.d(n,{O:()=>r,pX:()=>i,u0:()=>l});let i=6144,l={limit:10,maximum:25};function r(e){let n=new Map;for(let t of e.variants)for(let i of o(t,e))i.size>i.limit&&!n.has(i.what)&&n.set(i.what,i);return[...n.values()]}function*o({policies:e,boundary:n,trust:t},r){let s=0,u=0;for(let n of e){if("document"!==n.kind){"reference"===n.kind&&(u+=1);continue}let e=n.document.size??0;"inline"===n.attachment?s+=e:(u+=1,n.awsManaged||(yield a(`managed policy ${n.name}`,e,i,n.place)))}if(n?.kind!=="document"||n.awsManaged||"managed"!==n.attachment||(yield a(`managed policy ${n.name}`,n.document.size??0,i,n.place)),yield a("the inline policies together",s,10240,r.place),null!==t&&"statements"in t){let e=t.size??0;yield{...a("the trust policy",e,2048,t.place),maximum:8192}}let c=`${u} managed policies are attached`;yield{what:c,size:u,...l,place:r.place}}function a(e,n,t,i){return{what:`${e}: ${n} characters without white space`,size:n,limit:t,maximum:t,place:i}}}),6044:(function(e,n,t){t.d(n,{Q:()=>r});var i=t(9335),l=t(1672);function r(e,{kinds:n,version:t}){let o=[...new Set(n.flatMap(({actions:e})=>e.map(({action:e})=>e)))];return e.flatMap(({actions:e,place:n})=>{let r=e.toLowerCase();if(o.some(e=>(0,i.MT)(r,e.toLowerCase())))return[];let a=function(e,n){if(!(0,i.ev)(e))return(0,l.z)(e,n);let[t="",r=""]=e.split(":"),o=new Set(n.map(e=>e.slice(0,e.indexOf(":")))),a=o.has(t)?null:(0,l.z)(t,o);return null===a?null:`${a}:${r}`}(e,o),s=null===a?"take the line out":`did you mean \`${a}\`?`,u=(0,i.ev)(e)?"which matches no action":"which is no action";return[{message:`\`resources\` names \`${e}\`, ${u} of any kind (version ${t})`,help:s,place:n}]})}})};