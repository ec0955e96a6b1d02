export const id=135;export const ids=[135];export const modules={7135:(function(e,n,t){t.r(n),t.d(n,{policyCommand:()=>M});var l=t(2930),i=t(1863),r=t(7242),o=t(4608),a=t(9335),s=t(7064);function u(e,n,t){let{deployment:l}=n,i=e.map(e=>(function(e,n,t){let l=(0,s.TY)(e,n),i=t.requestsOf(e);if(null===i){var a;return"patterns"===(a=l).kind?a.patterns.map(e=>({arn:e,whole:!1})):null}if(0===i.types.length||"everything"===l.kind)return null;let u=n.deployment?.partition??"aws",c=(0,s.vC)(i.types,(0,o.x)(e),l,u).flatMap(({arn:e,within:n})=>null===n?[{arn:e,whole:!0}]:n.map(e=>({arn:e,whole:!1})));return c.some(({arn:e})=>/[*?]/.test((0,r.wo)(e)?.[2]??"*"))?null:c})(e.toLowerCase(),n,t)),u=i.flatMap(e=>e??[]);if(i.includes(null)||0===u.length)return null;let c=null===l?[]:[{...l,regions:[]},{...l,regions:[],accounts:[]}];for(let e of[l,...c]){let n=function(e){let n=[...new Set(e)].sort().map(e=>({arn:e,pattern:(0,a.S)(e),parts:(0,r.wo)(e)}));return n.filter((e,t)=>n.every((n,l)=>l===t||n.parts?.[4]!==e.parts?.[4]||!(0,a.hU)(n.pattern,e.pattern)||l>t&&(0,a.hU)(e.pattern,n.pattern))).map(({arn:e})=>e)}(u.flatMap(({arn:n,whole:t})=>(0,r.mV)(n,e).map(e=>t?function(e){let n=(0,r.wo)(e);return null===n||"s3"===n[2]||""===n[4]||"aws"===n[4]?e:[...n.slice(0,5),"*"].join(":")}(e):e)));if(n.join("").length<=2500)return n}return null}var c=t(1909),p=t(1462);function f({action:e,resource:n,condition:t}){return[(0,i.D3)(t),"*"===n?"":n.join(" "),e].join("\n")}function m(e,n,t){let{action:l,resource:r,condition:o}=n,a=void 0===o?{}:{Condition:(0,i.aO)(o)},s=e.at(-1);if(void 0!==s&&function({Resource:e,Condition:n}){return JSON.stringify([e,void 0===n?{}:{Condition:n}])}(s)===JSON.stringify([r,a]))return[...e.slice(0,-1),{...s,Action:[...s.Action,l]}];let u=`${d(t)}${0===e.length?"":e.length+1}`;return[...e,{Sid:u,Effect:"Allow",Action:[l],Resource:r,...a}]}function d(e){return e.map(e=>`${e.slice(0,1).toUpperCase()}${e.slice(1)}`).join("")}var h=t(7598);function $(e){return e.toLowerCase().split(/[-_]+/).filter(Boolean)}let g=`Parameters:
  ApplianceArn:
    Type: String
    Description: ARN of the backup appliance's impersonation role, or of its account
`;function y({words:e,documents:n,services:t,appliance:l}){var i;let r=d(e);return`  ${r}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
${null===l?"":w(`AWS: ${"fill-in"===l?"!Ref ApplianceArn":JSON.stringify(l)}`)}${t.map(e=>{var n;return w(`Service: ${"ec2"===(n=e)?'!Sub "ec2.${AWS::URLSuffix}"':n}`)}).join("")}${n.map((e,t)=>{var l,i;let o;return l=r,i=`${r}Policy${1===n.length?"":t+1}`,o=e.Statement.map(({Sid:e,Action:n,Resource:t,Condition:l})=>{var i;return`          - Sid: ${e}
            Effect: Allow
            Action:
${n.map(e=>`              - ${e}
`).join("")}            Resource:${"*"===(i=t)?' "*"':i.map(e=>`
              - ${JSON.stringify(e)}`).join("")}
${function(e={}){let n=Object.entries(e).map(([e,n])=>{let t=Object.entries(n).map(([e,n])=>`                ${e}: ${JSON.stringify(n)}
`);return`              ${e}:
${t.join("")}`});return 0===n.length?"":`            Condition:
${n.join("")}`}(l)}`}),`  ${i}:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles:
        - !Ref ${l}Role
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
${o.join("")}`}).join("")}${t.includes("ec2")?(i=r,`  ${i}Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      Roles:
        - !Ref ${i}Role
`):""}`}function w(e){return`          - Effect: Allow
            Principal:
              ${e}
            Action: sts:AssumeRole
`}var v=t(7872),k=t(306),j=t(8782),A=t(3666),_=t(6044),b=t(6753),S=t(6136);let R={json:function(e){let n,[t,...l]=e.flatMap(({documents:e})=>e);return`${JSON.stringify(0===l.length?t:{RoleDetailList:(n=e.map(e=>{var n,t;let l,i=function({words:e,documents:n}){return n.map((t,l)=>{let i=[...e,...1===n.length?[]:[l+1]].join("-");return{name:i,arn:`arn:aws:iam::111122223333:policy/${i}`,document:t}})}(e);return{policies:i,role:(n=e,t=i,{RoleName:l=n.words.join("-"),...function({services:e,appliance:n}){return"fill-in"===n?{}:{AssumeRolePolicyDocument:{Version:"2012-10-17",Statement:[...null===n?[]:[{AWS:n}],...e.map(e=>({Service:(0,v.w)(e)}))].map(e=>({Effect:"Allow",Principal:e,Action:"sts:AssumeRole"}))}}}(n),InstanceProfileList:n.services.includes("ec2")?[{InstanceProfileName:l}]:[],RolePolicyList:[],AttachedManagedPolicies:t.map(e=>({PolicyName:e.name,PolicyArn:e.arn}))})}})).map(({role:e})=>e),Policies:n.flatMap(({policies:e})=>e.map(({name:e,arn:n,document:t})=>({PolicyName:e,Arn:n,PolicyVersionList:[{Document:t,VersionId:"v1",IsDefaultVersion:!0}]})))},null,2)}
`},cloudformation:function(e){let n=e.some(({appliance:e})=>"fill-in"===e)?g:"";return`AWSTemplateFormatVersion: "2010-09-09"
${n}Resources:
${e.map(y).join("")}`},terraform:k.M};async function M(e,n){let t=(0,S.H8)(e,["json","cloudformation","terraform"],n);if(null===t)return 2;let r=(0,b.T)({...e,inputs:new Map([...e.inputs,["files",""]])},n);if("refused"===r.kind)return r.status;let{check:o}=r.options,a=await (0,l.o)(r.scope,o.requirements);if("problems"in a)return(0,S.TR)(a.problems,n);let{requirements:g}=a,y=(0,_.Q)(o.resources,g);if(y.length>0)return(0,S.TR)(y,n);let w=[...new Set(e.operands)].map(e=>e.split("+")),{kinds:v,unknown:k}=(0,A.E)(g,w.flat()),M=[...g.kinds.map(({name:e})=>e),...g.aliases.keys()].join(", ");if(k.length>0)return(0,S.Wp)(n,`there is no kind ${k.join(", ")}`,`kinds are ${M}`);if(0===v.length)return(0,S.Wp)(n,"policy takes at least one kind",`kinds are ${M}`);let x=e.inputs.get("appliance")||null,P=await (0,j.W)(),O=(function(e,n){let t=[];for(let l of n){let n=$([e??"",l.join("-and-")].join("-")),i=n.join("-").length<=64&&t.every(e=>!function(e,n){if(d(e)===d(n))return!0;let[t="",l=""]=[e.join("-"),n.join("-")].sort();return l.startsWith(t)&&/^-(\d+|trust)$/.test(l.slice(t.length))}(n,e));t.push(i?n:function(e,n){let t=(0,h.createHash)("sha256").update(n).digest("hex").slice(0,8);return[...$(e.join("-").slice(0,64-t.length-1)),t]}(n,l.join("+")))}return t})(g.nameMarks[0],w).map((e,n)=>{var t,l,r;let a,d,h,{kinds:$}=(0,A.E)(g,w[n]??[]);return d=[...a=new Set($.flatMap(({trust:e})=>e))].filter(e=>"appliance"!==e),h=a.has("appliance")||0===d.length,{words:e,documents:function(e,n){let t=[],l=[];for(let i of e){let e=m(l,i,n);JSON.stringify({Version:"2012-10-17",Statement:e}).length<=c.pX||0===l.length?l=e:(t.push(l),l=m([],i,n))}return[...t,l].map(e=>({Version:"2012-10-17",Statement:e}))}((t=$,l=o,r=P,(function(e,n,t){if(!(0,s.GO)(n))return[...e];let l=new Map;for(let r of e){let{action:e,resource:o,condition:a}=r,c=null===("*"===o?u([e],n,t):null)||"patterns"===(0,s.TY)(e.toLowerCase(),n).kind?e:e.slice(0,e.indexOf(":")),p=[(0,i.D3)(a),c].join("\n");l.set(p,[...l.get(p)??[],r])}return[...l.values()].flatMap(e=>{let l=e.map(({action:e})=>e),i=e.every(({resource:e})=>"*"===e)?u(l,n,t):null;return null===i?e:e.map(e=>({...e,resource:i}))})})((0,p.e)(t.flatMap(({actions:e})=>e)).map(({action:e,resources:n,condition:t})=>({action:e,resource:n.includes("*")?"*":[...n].sort(),condition:t})),l,r).sort((e,n)=>{var t,l;return t=f(e),t===(l=f(n))?0:t<l?-1:1})),e),services:d,appliance:h?x??"fill-in":null}}),{limit:T}=c.u0;for(let{words:e,documents:t}of O)t.length<=T||n.error(`warning: role ${e.join("-")} needs ${t.length} policies, and a role may carry ${T} unless the quota is raised
`);return n.out(R[t](O)),0}}),6753:(function(e,n,t){t.d(n,{T:()=>A});var l=t(6760),i=t(7),r=t(1672);let o=/^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:role|user)\/[\w+=,.@/-]+))$/;var a=t(4758),s=t(5060),u=t(4039),c=t(1641);function p(e){let n=e.entries.map(e=>{let n=(0,s.y1)(e.value);return null===n?null:{line:`${e.key}: ${n.join(", ")}`,place:e.keyPlace}});return n.every(e=>null!==e)?n:null}var f=t(9066),m=t(7947),d=t(6796),h=t(8127);let $={narrowed:!1,sharedInputs:!1,sharedConfig:!1};function g(e,n,t="",l=$){var w,v,k,j,A;let _=null===n?null:function(e){let n=(0,a.h)(e),t=n.errors.map(e=>({message:`the config is not YAML: ${e.message}`,help:e.help,place:e.place})),l=n.documents[0],i=new Map;if(void 0===l||t.length>0||"scalar"===l.kind&&null===l.value)return{settings:i,sections:(0,u.j)(null,t),problems:t};if("map"!==l.kind)return t.push({message:"the config is not a map of settings",help:"write `setting: value` lines",place:l.place}),{settings:i,sections:(0,u.j)(null,t),problems:t};for(let e of l.entries)!function(e,n,t){if("$schema"===e.key||u.p.includes(e.key))return;if(!(0,c.s)(e.key)){let n=(0,r.z)(e.key,[...Object.keys(c.y),...u.p]),l=null===n?`settings are ${[...Object.keys(c.y),...u.p].join(", ")}`:`did you mean \`${n}\`?`;t.push({message:`unknown setting \`${e.key}\``,help:l,place:e.keyPlace});return}let l="roles"===e.key?function(e){if("map"===e.kind)return p(e);let n=("list"===e.kind?e.items:[e]).map(e=>"map"===e.kind?p(e):(0,s.$M)(e));return n.every(e=>null!==e)?n.flat():null}(e.value):null,i="roles"===e.key?l?.map(({line:e})=>e)??null:(0,s.y1)(e.value);if(null===i)return t.push({message:`\`${e.key}\` holds something other than text`,help:"write a value, or a list of values",place:e.value.place});let o=null===l?{}:{linePlaces:l.map(({place:e})=>e)};n.set(e.key,{lines:i,...o,givenAs:`\`${e.key}\``,place:e.value.place})}(e,i,t);return{settings:i,sections:(0,u.j)(l,t),problems:t}}(n),b=[..._?.problems??[]],S=n=>{let t=(0,s.uz)(e.get(n)??"");return t.length>0?{lines:t,givenAs:`\`${n}\``,place:null}:_?.settings.get(n)??null},R=new y(S,b),M=_?.sections??(0,u.j)(null,b),x=(0,m.i)(M.deployment,{accounts:S("accounts"),regions:S("regions")},M.context,b);b.push(...(0,f.D)(M.resources,x));let P={check:{files:R.lines("files"),roles:(w=S("roles"),v=b,(w?.lines??[]).flatMap((e,n)=>{let t=w?.linePlaces?.[n]??w?.place??null,l=(0,h.C)(e,t);return null!==l?[l]:(v.push({message:`\`roles\` line \`${e}\` names no pattern and kinds`,help:"write `PATTERN: kind, kind`, for example `*backup*: backup, communication`, or `PATTERN: ignore`",place:t}),[])})),rolesBeyond:(k=S("roles"),j=S("files"),A=l,(null!==k&&null!==k.place?A.sharedConfig:A.sharedInputs)?"shared":null!==j&&j.lines.join("\n")!==c.y.files.default.join("\n")||A.narrowed?"narrowed":null),appliance:function(e,n){let t=e?.lines??[];for(let l of t.filter(e=>!o.test(e)))n.push({message:`\`appliance\` line \`${l}\` is neither a role ARN nor an account`,help:"give the ARN of the impersonation role, or the appliance's account: a 12-digit id or arn:aws:iam::ACCOUNT:root",place:e?.place??null});return t}(S("appliance"),b),requirements:R.path("requirements",t,i.X7),requirementsGiven:null!==S("requirements"),terraformRoot:R.path("terraform-root",t)||null,failOn:R.choice("fail-on"),ifNoRoles:R.choice("if-no-roles"),...M,...(0,i.tc)(M,t),policies:(0,d.W)(M.policies,t,b),deployment:x,baseline:R.path("baseline",t)||null,base:R.text("base"),failOnNewOnly:R.flag("fail-on-new-only")},reports:R.lines("reports"),publish:{annotations:R.choice("annotations"),comment:R.choice("comment"),commentKey:R.text("comment-key"),suggestions:R.flag("suggestions"),jobSummary:R.flag("job-summary"),reportFile:R.optionalText("report-file"),sarifFile:R.optionalText("sarif-file")}};return b.length>0?{problems:b,publish:P.publish}:{options:P}}class y{given;problems;constructor(e,n){this.given=e,this.problems=n}lines(e){return this.given(e)?.lines??c.y[e].default}text(e){return this.given(e)?.lines.join("\n")??c.y[e].default}path(e,n,t=e=>!0){let l=this.text(e);return this.given(e)?.place!=null&&t(l)?(0,i._f)(n,l):l}optionalText(e){let n=this.text(e);return""===n?null:n}flag(e){let n=this.word(e,["true","false"]);return null===n?c.y[e].default:"true"===n}choice(e){return this.word(e,c.y[e].words)??c.y[e].default}word(e,n){let t=this.given(e);if(null===t)return null;let l=t.lines.join(" ").toLowerCase();if(n.includes(l))return l;let i=(0,r.z)(l,n);return this.problems.push({message:`${t.givenAs} is \`${l}\`, which is not one of ${n.join(", ")}`,help:null===i?"write one of these words":`did you mean \`${i}\`?`,place:t.place}),null}}var w=t(2711),v=t(8722),k=t(6136),j=t(4626);function A(e,n){let t=(0,w.u0)((0,j._)(n),e.config);if("problem"in t)return{kind:"refused",status:(0,k.TR)([t.problem],n)};let{file:l,prefix:i,shared:r,unread:o}=t,a=function(e,{command:n,operands:t,inputs:l},i){if(!t.includes("-"))return e;if("check"!==n&&"explain"!==n)return`${n} needs files: it can't work on standard input`;if((l.get("base")??"")!=="")return"--base compares files of commits: standard input is in none";let r=i.readInput();return null===r?"standard input is a terminal":{...e,standardInput:r}}(t.scope,e,n);if("string"==typeof a)return{kind:"refused",status:(0,k.Wp)(n,a,_)};let s={narrowed:a.root!==a.workingDirectory,sharedInputs:!1,sharedConfig:r},u=g(S(e.inputs,a),l,i,s);return"problems"in u?{kind:"refused",status:(0,k.TR)(u.problems,n)}:{kind:"read",scope:a,options:u.options,unread:o,optionsAt:t=>{let i=(0,w.u0)({...(0,j._)(n),commit:t},e.config);if("problem"in i||(0,w.RW)(i.file,l))return null;let r=g(S(e.inputs,i.scope),i.file,i.prefix,s);return"problems"in r?null:r.options.check}}}let _="for example: worker-iam-check check - < policy.json",b=["requirements","terraform-root","baseline"];function S(e,n){return n.root===n.workingDirectory?e:new Map([...e].map(([e,t])=>{let r=b.includes(e)&&""!==t&&("requirements"!==e||(0,i.X7)(t));return[e,r?(0,v.nD)(n,(0,l.resolve)(n.workingDirectory,t)):t]}))}}),8127:(function(e,n,t){function l(e,n=null){let t=e.lastIndexOf(":");if(-1===t)return null;let r=e.slice(0,t).trim(),o=i(e.slice(t+1));return""===r||0===o.length?null:{pattern:r,kinds:1===o.length&&"ignore"===o[0]?null:o,text:`${r}: ${o.join(", ")}`,place:n}}function i(e){return e.split(/[\s,]+/).filter(e=>""!==e)}t.d(n,{C:()=>l,o:()=>i})}),306:(function(e,n,t){t.d(n,{M:()=>r,U:()=>u});var l=t(7872);let i=`variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role, or of its account"
  type        = string
}

`;function r(e){let n=e.some(({appliance:e})=>"fill-in"===e)?i:"";return`${n}${e.map(o).join("\n")}`}function o({words:e,documents:n,services:t,appliance:i}){var r,p;let f,m=(f=e.join("_"),/^\d/.test(f)?`_${f}`:f),d=e.join("-"),h=[...("fill-in"===i?["var.appliance_arn"]:null===i?[]:[a(i)]).map(e=>s("AWS",e)),...t.map(e=>s("Service",a((0,l.w)(e))))];return`data "aws_iam_policy_document" "${m}_trust" {
${h.join("\n")}}

resource "aws_iam_role" "${m}" {
  name               = "${d}"
  assume_role_policy = data.aws_iam_policy_document.${m}_trust.json
}
${n.map((e,t)=>(function(e,n,t,{Statement:l}){let i=null===t?e:`${e}_${t}`,r=null===t?n:`${n}-${t}`,o=l.map(({Sid:e,Action:n,Resource:t,Condition:l})=>`  statement {
    sid = "${e}"
    actions = [
${c(n)}    ]
    resources = ${"*"===t?'["*"]':`[
${c(t)}    ]`}
${u(l)}  }
`);return`
data "aws_iam_policy_document" "${i}" {
${o.join("\n")}}

resource "aws_iam_policy" "${i}" {
  name   = "${r}"
  policy = data.aws_iam_policy_document.${i}.json
}

resource "aws_iam_role_policy_attachment" "${i}" {
  role       = aws_iam_role.${e}.name
  policy_arn = aws_iam_policy.${i}.arn
}
`})(m,d,1===n.length?null:t+1,e)).join("")}${t.includes("ec2")?(r=m,p=d,`
resource "aws_iam_instance_profile" "${r}" {
  name = "${p}"
  role = aws_iam_role.${r}.name
}
`):""}`}function a(e){return JSON.stringify(e).replaceAll("${","$${").replaceAll("%{","%%{")}function s(e,n){return`  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "${e}"
      identifiers = [${n}]
    }
  }
`}function u(e={}){return Object.entries(e).flatMap(([e,n])=>Object.entries(n).map(([n,t])=>({test:e,variable:n,values:[t].flat()}))).map(({test:e,variable:n,values:t})=>`    condition {
      test     = "${e}"
      variable = ${a(n)}
      values   = [${t.map(a).join(", ")}]
    }
`).join("")}function c(e){return e.map(e=>`      ${a(e)},
`).join("")}}),1909:(function(e,n,t){t.d(n,{O:()=>r,pX:()=>l,u0:()=>i});let l=6144,i={limit:10,maximum:25};function r(e){let n=new Map;for(let t of e.variants)for(let l of o(t,e))l.size>l.limit&&!n.has(l.what)&&n.set(l.what,l);return[...n.values()]}function*o({policies:e,boundary:n,trust:t},r){let s=0,u=0;for(let n of e){if("document"!==n.kind){"reference"===n.kind&&(u+=1);continue}let e=n.document.size??0;"inline"===n.attachment?s+=e:(u+=1,n.awsManaged||(yield a(`managed policy ${n.name}`,e,l,n.place)))}if(n?.kind!=="document"||n.awsManaged||"managed"!==n.attachment||(yield a(`managed policy ${n.name}`,n.document.size??0,l,n.place)),yield a("the inline policies together",s,10240,r.place),null!==t&&"statements"in t){let e=t.size??0;yield{...a("the trust policy",e,2048,t.place),maximum:8192}}let c=`${u} managed policies are attached`;yield{what:c,size:u,...i,place:r.place}}function a(e,n,t,l){return{what:`${e}: ${n} characters without white space`,size:n,limit:t,maximum:t,place:l}}}),3666:(function(e,n,t){t.d(n,{E:()=>l});function l(e,n){let t=new Set,l=[];for(let i of n){let n=e.aliases.get(i)??(!function(e,n){return e.kinds.find(e=>e.name===n)}(e,i)?void 0:[i]);if(void 0===n)l.push(i);else for(let e of n)t.add(e)}return{kinds:e.kinds.filter(e=>t.has(e.name)),unknown:l}}}),6044:(function(e,n,t){t.d(n,{Q:()=>r});var l=t(9335),i=t(1672);function r(e,{kinds:n,version:t}){let o=[...new Set(n.flatMap(({actions:e})=>e.map(({action:e})=>e)))];return e.flatMap(({actions:e,place:n})=>{let r=e.toLowerCase();if(o.some(e=>(0,l.MT)(r,e.toLowerCase())))return[];let a=function(e,n){if(!(0,l.ev)(e))return(0,i.z)(e,n);let[t="",r=""]=e.split(":"),o=new Set(n.map(e=>e.slice(0,e.indexOf(":")))),a=o.has(t)?null:(0,i.z)(t,o);return null===a?null:`${a}:${r}`}(e,o),s=null===a?"take the line out":`did you mean \`${a}\`?`,u=(0,l.ev)(e)?"which matches no action":"which is no action";return[{message:`\`resources\` names \`${e}\`, ${u} of any kind (version ${t})`,help:s,place:n}]})}})};