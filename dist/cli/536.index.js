export const id=536;export const ids=[536];export const modules={8155(e,n,t){t.r(n),t.d(n,{policyCommand:()=>v});var l=t(2930),i=t(5637),r=t(7598);function a(e){return e.toLowerCase().split(/[-_]+/).filter(Boolean)}let o=`  ApplianceArn:
    Type: String
    Description: ARN of the backup appliance's impersonation role, or of its account
`,s=`  TrustedService:
    Type: String
    Description: ${i.Ij}
`;function u({words:e,documents:n,services:t,appliance:l,isTrustOpen:r}){var a;let o=(0,i.fL)(e);return`  ${o}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
${null===l?"":c(`AWS: ${"fill-in"===l?"!Ref ApplianceArn":JSON.stringify(l)}`)}${t.map(e=>{var n;return c(`Service: ${"ec2"===(n=e)?'!Sub "ec2.${AWS::URLSuffix}"':n}`)}).join("")}${r?c("Service: !Ref TrustedService"):""}${n.map((e,t)=>{var l,i;let r;return l=o,i=`${o}Policy${1===n.length?"":t+1}`,r=e.Statement.map(({Sid:e,Action:n,Resource:t,Condition:l})=>{var i;return`          - Sid: ${e}
            Effect: Allow
            Action:
${n.map(e=>`              - ${e}
`).join("")}            Resource:${"*"===(i=t)?' "*"':i.map(e=>`
              - ${JSON.stringify(e)}`).join("")}
${((e={})=>{let n=Object.entries(e).map(([e,n])=>{let t=Object.entries(n).map(([e,n])=>`                ${e}: ${JSON.stringify(n)}
`);return`              ${e}:
${t.join("")}`});return 0===n.length?"":`            Condition:
${n.join("")}`})(l)}`}),`  ${i}:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles:
        - !Ref ${l}Role
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
${r.join("")}`}).join("")}${t.includes("ec2")?(a=o,`  ${a}Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      Roles:
        - !Ref ${a}Role
`):""}`}function c(e){return`          - Effect: Allow
            Principal:
              ${e}
            Action: sts:AssumeRole
`}var p=t(7872),m=t(306),f=t(1909),d=t(8782),h=t(3666),$=t(6044),g=t(6753),y=t(6136);let w={json(e){let n,[t,...l]=e.flatMap(({documents:e})=>e);return`${JSON.stringify(0===l.length?t:{RoleDetailList:(n=e.map(e=>{var n,t;let l,i=(({words:e,documents:n})=>n.map((t,l)=>{let i=[...e,...1===n.length?[]:[l+1]].join("-");return{name:i,arn:`arn:aws:iam::111122223333:policy/${i}`,document:t}}))(e);return{policies:i,role:(n=e,t=i,{RoleName:l=n.words.join("-"),...(({services:e,appliance:n,isTrustOpen:t})=>"fill-in"===n||t?{}:{AssumeRolePolicyDocument:{Version:"2012-10-17",Statement:[...null===n?[]:[{AWS:n}],...e.map(e=>({Service:(0,p.w)(e)}))].map(e=>({Effect:"Allow",Principal:e,Action:"sts:AssumeRole"}))}})(n),InstanceProfileList:n.services.includes("ec2")?[{InstanceProfileName:l}]:[],RolePolicyList:[],AttachedManagedPolicies:t.map(e=>({PolicyName:e.name,PolicyArn:e.arn}))})}})).map(({role:e})=>e),Policies:n.flatMap(({policies:e})=>e.map(({name:e,arn:n,document:t})=>({PolicyName:e,Arn:n,PolicyVersionList:[{Document:t,VersionId:"v1",IsDefaultVersion:!0}]})))},null,2)}
`},cloudformation(e){let n=e.some(({appliance:e})=>"fill-in"===e)?o:"",t=e.some(({isTrustOpen:e})=>e)?s:"",l=n+t===""?"":`Parameters:
${n}${t}`;return`AWSTemplateFormatVersion: "2010-09-09"
${l}Resources:
${e.map(u).join("")}`},terraform:m.M};async function v(e,n){let t=(0,y.H8)(e,["json","cloudformation","terraform"],n);if(null===t)return 2;let o=(0,g.T)({...e,inputs:new Map([...e.inputs,["files",""]])},n);if("refused"===o.kind)return o.status;let{check:s}=o.options,u=await (0,l.o)(o.scope,s.requirements);if("problems"in u)return(0,y.TR)(u.problems,n);let{requirements:c}=u,p=(0,$.Q)(s.resources,c);if(p.length>0)return(0,y.TR)(p,n);let m=[...new Map(e.operands.map(e=>[...new Set(e.split("+"))]).toReversed().map(e=>[e.toSorted().join("+"),e])).values()].toReversed(),v=e.operands.find(e=>e.split("+").includes(""));if(void 0!==v)return(0,y.Wp)(n,`a kind is missing in \`${v}\``,"write a + between two kinds only: backup+restore");let{kinds:k,unknown:j}=(0,h.E)(c,m.flat()),A=[...c.kinds.map(({name:e})=>e),...c.aliases.keys()].join(", ");if(j.length>0)return(0,y.Wp)(n,`there is no kind ${j.join(", ")}`,`kinds are ${A}`);if(0===k.length)return(0,y.Wp)(n,"policy takes at least one kind",`kinds are ${A}`);let _=e.inputs.get("appliance")||null,S=await (0,d.W)(),b=((e,n)=>{let t=[];for(let l of n){let n=a([e??"",l.join("-and-")].join("-")),o=n.join("-").length<=64&&t.every(e=>!((e,n)=>{if((0,i.fL)(e)===(0,i.fL)(n))return!0;let[t="",l=""]=[e.join("-"),n.join("-")].sort();return l.startsWith(t)&&/^-(\d+|trust)$/.test(l.slice(t.length))})(n,e));t.push(o?n:((e,n)=>{let t=(0,r.createHash)("sha256").update(n).digest("hex").slice(0,8);return[...a(e.join("-").slice(0,64-t.length-1)),t]})(n,l.join("+")))}return t})(c.nameMarks[0],m).map((e,n)=>{let{kinds:t}=(0,h.E)(c,m[n]??[]);return(0,i.iJ)(e,t,_,s,S)}),{limit:R}=f.u0;for(let{words:e,documents:t}of b)t.length<=R||n.error(`warning: role ${e.join("-")} needs ${t.length} policies, and a role may carry ${R} unless the quota is raised
`);return n.out(w[t](b)),0}},6753(e,n,t){t.d(n,{T:()=>A});var l=t(6760),i=t(7),r=t(1672);let a=/^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:role|user)\/[\w+=,.@/-]+))$/;var o=t(4758),s=t(5060),u=t(4039),c=t(1641);function p(e){let n=e.entries.map(e=>{let n=(0,s.y1)(e.value);return null===n?null:{line:`${e.key}: ${n.join(", ")}`,place:e.keyPlace}});return n.every(e=>null!==e)?n:null}var m=t(9066),f=t(7947),d=t(6796),h=t(8127);let $={narrowed:!1,sharedInputs:!1,sharedConfig:!1};function g(e,n,t="",l=$){var w,v,k,j,A;let _=null===n?null:(e=>{let n=(0,o.h)(e),t=n.errors.map(e=>({message:`the config is not YAML: ${e.message}`,help:e.help,place:e.place})),l=n.documents[0],i=new Map;if(void 0===l||t.length>0||"scalar"===l.kind&&null===l.value)return{settings:i,sections:(0,u.j)(null,t),problems:t};if("map"!==l.kind)return t.push({message:"the config is not a map of settings",help:"write `setting: value` lines",place:l.place}),{settings:i,sections:(0,u.j)(null,t),problems:t};for(let e of l.entries)((e,n,t)=>{if("$schema"===e.key||u.p.includes(e.key))return;if(!(0,c.s)(e.key)){let n=(0,r.z)(e.key,[...Object.keys(c.y),...u.p]),l=null===n?`settings are ${[...Object.keys(c.y),...u.p].join(", ")}`:`did you mean \`${n}\`?`;t.push({message:`unknown setting \`${e.key}\``,help:l,place:e.keyPlace});return}let l="roles"===e.key?(e=>{if("map"===e.kind)return p(e);let n=("list"===e.kind?e.items:[e]).map(e=>"map"===e.kind?p(e):(0,s.$M)(e));return n.every(e=>null!==e)?n.flat():null})(e.value):null,i="roles"===e.key?l?.map(({line:e})=>e)??null:(0,s.y1)(e.value);if(null===i)return t.push({message:`\`${e.key}\` holds something other than text`,help:"write a value, or a list of values",place:e.value.place});let a=null===l?{}:{linePlaces:l.map(({place:e})=>e)};n.set(e.key,{lines:i,...a,givenAs:`\`${e.key}\``,place:e.value.place})})(e,i,t);return{settings:i,sections:(0,u.j)(l,t),problems:t}})(n),S=[..._?.problems??[]],b=n=>{let t=(0,s.uz)(e.get(n)??"");return t.length>0?{lines:t,givenAs:`\`${n}\``,place:null}:_?.settings.get(n)??null},R=new y(b,S),M=_?.sections??(0,u.j)(null,S),P=(0,f.i)(M.deployment,{accounts:b("accounts"),regions:b("regions")},M.context,S);S.push(...(0,m.D)(M.resources,P));let x={check:{files:R.lines("files"),roles:(w=b("roles"),v=S,(w?.lines??[]).flatMap((e,n)=>{let t=w?.linePlaces?.[n]??w?.place??null,l=(0,h.C)(e,t);return null!==l?[l]:(v.push({message:`\`roles\` line \`${e}\` names no pattern and kinds`,help:"write `PATTERN: kind, kind`, for example `*backup*: backup, communication`, or `PATTERN: ignore`",place:t}),[])})),rolesBeyond:(k=b("roles"),j=b("files"),A=l,(null!==k&&null!==k.place?A.sharedConfig:A.sharedInputs)?"shared":null!==j&&j.lines.join(`
`)!==c.y.files.default.join(`
`)||A.narrowed?"narrowed":null),appliance:((e,n)=>{let t=e?.lines??[];for(let l of t.filter(e=>!a.test(e)))n.push({message:`\`appliance\` line \`${l}\` is neither a role ARN nor an account`,help:"give the ARN of the impersonation role, or the appliance's account: a 12-digit id or arn:aws:iam::ACCOUNT:root",place:e?.place??null});return t})(b("appliance"),S),requirements:R.path("requirements",t,i.X7),requirementsGiven:null!==b("requirements"),terraformRoot:R.path("terraform-root",t)||null,failOn:R.choice("fail-on"),ifNoRoles:R.choice("if-no-roles"),...M,...(0,i.tc)(M,t),policies:(0,d.W)(M.policies,t,S),deployment:P,baseline:R.path("baseline",t)||null,base:R.text("base"),failOnNewOnly:R.flag("fail-on-new-only")},reports:R.lines("reports"),publish:{annotations:R.choice("annotations"),comment:R.choice("comment"),commentKey:R.text("comment-key"),suggestions:R.flag("suggestions"),jobSummary:R.flag("job-summary"),reportFile:R.optionalText("report-file"),sarifFile:R.optionalText("sarif-file")}};return S.length>0?{problems:S,publish:x.publish}:{options:x}}class y{given;problems;constructor(e,n){this.given=e,this.problems=n}lines(e){return this.given(e)?.lines??c.y[e].default}text(e){return this.given(e)?.lines.join(`
`)??c.y[e].default}path(e,n,t=()=>!0){let l=this.text(e);return this.given(e)?.place!=null&&t(l)?(0,i._f)(n,l):l}optionalText(e){let n=this.text(e);return""===n?null:n}flag(e){let n=this.word(e,["true","false"]);return null===n?c.y[e].default:"true"===n}choice(e){return this.word(e,c.y[e].words)??c.y[e].default}word(e,n){let t=this.given(e);if(null===t)return null;let l=t.lines.join(" ").toLowerCase();if(n.includes(l))return l;let i=(0,r.z)(l,n);return this.problems.push({message:`${t.givenAs} is \`${l}\`, which is not one of ${n.join(", ")}`,help:null===i?"write one of these words":`did you mean \`${i}\`?`,place:t.place}),null}}var w=t(2711),v=t(8722),k=t(6136),j=t(4626);function A(e,n){let t=(0,w.u0)((0,j._)(n),e.config);if("problem"in t)return{kind:"refused",status:(0,k.TR)([t.problem],n)};let{file:l,prefix:i,shared:r,unread:a}=t,o=((e,{command:n,operands:t,inputs:l},i)=>{if(!t.includes("-"))return e;if("check"!==n&&"explain"!==n)return`${n} needs files: it can't work on standard input`;if((l.get("base")??"")!=="")return"--base compares files of commits: standard input is in none";let r=i.readInput();return null===r?"standard input is a terminal":{...e,standardInput:r}})(t.scope,e,n);if("string"==typeof o)return{kind:"refused",status:(0,k.Wp)(n,o,_)};let s={narrowed:o.root!==o.workingDirectory,sharedInputs:!1,sharedConfig:r},u=g(b(e.inputs,o),l,i,s);return"problems"in u?{kind:"refused",status:(0,k.TR)(u.problems,n)}:{kind:"read",scope:o,options:u.options,unread:a,optionsAt(t){let i=(0,w.u0)({...(0,j._)(n),commit:t},e.config);if("problem"in i||(0,w.RW)(i.file,l))return null;let r=g(b(e.inputs,i.scope),i.file,i.prefix,s);return"problems"in r?null:r.options.check}}}let _="for example: worker-iam-check check - < policy.json",S=["requirements","terraform-root","baseline"];function b(e,n){return n.root===n.workingDirectory?e:new Map([...e].map(([e,t])=>{let r=S.includes(e)&&""!==t&&("requirements"!==e||(0,i.X7)(t));return[e,r?(0,v.nD)(n,(0,l.resolve)(n.workingDirectory,t)):t]}))}},8127(e,n,t){function l(e,n=null){let t=e.lastIndexOf(":");if(-1===t)return null;let r=e.slice(0,t).trim(),a=i(e.slice(t+1));return""===r||0===a.length?null:{pattern:r,kinds:1===a.length&&"ignore"===a[0]?null:a,text:`${r}: ${a.join(", ")}`,place:n}}function i(e){return e.split(/[\s,]+/).filter(e=>""!==e)}t.d(n,{C:()=>l,o:()=>i})},5637(e,n,t){t.d(n,{Ij:()=>c,iJ:()=>p,fL:()=>d});var l=t(1863),i=t(7242),r=t(9335),a=t(7064);function o(e,n,t){let{deployment:l}=n,o=e.map(e=>((e,n,t)=>{let l=(0,a.TY)(e,n),r=t.requestsOf(e);if(null===r){var o;return"patterns"===(o=l).kind?o.patterns.map(e=>({arn:e,whole:!1})):null}if(0===r.types.length||"everything"===l.kind)return null;let s=n.deployment?.partition??"aws",u=(0,a.vC)(r.types,l,s).flatMap(({arn:e,within:n})=>null===n?[{arn:e,whole:!0}]:n.map(e=>({arn:e,whole:!1})));return u.some(({arn:e})=>/[*?]/.test((0,i.wo)(e)?.[2]??"*"))?null:u})(e.toLowerCase(),n,t)),s=o.flatMap(e=>e??[]);if(o.includes(null)||0===s.length)return null;let u=null===l?[]:[{...l,regions:[]},{...l,regions:[],accounts:[]}];for(let e of[l,...u]){let n=(e=>{let n=[...new Set(e)].sort().map(e=>({arn:e,pattern:(0,r.S)(e),parts:(0,i.wo)(e)}));return n.filter((e,t)=>n.every((n,l)=>l===t||n.parts?.[4]!==e.parts?.[4]||!(0,r.hU)(n.pattern,e.pattern)||l>t&&(0,r.hU)(e.pattern,n.pattern))).map(({arn:e})=>e)})(s.flatMap(({arn:n,whole:t})=>(0,i.mV)(n,e).map(e=>t?(e=>{let n=(0,i.wo)(e);return null===n||"s3"===n[2]||""===n[4]||"aws"===n[4]?e:[...n.slice(0,5),"*"].join(":")})(e):e)));if(n.join("").length<=2500)return n}return null}var s=t(1909),u=t(1462);let c="Service that assumes the role, such as ec2.amazonaws.com for a role that is attached to an instance";function p(e,n,t,i,r){var c,p,d;let h=new Set(n.flatMap(({trust:e})=>e)),$=[...h].filter(e=>"appliance"!==e);return{words:e,documents:((e,n)=>{let t=[],l=[];for(let i of e){let e=f(l,i,n);JSON.stringify({Version:"2012-10-17",Statement:e}).length<=s.pX||0===l.length?l=e:(t.push(l),l=f([],i,n))}return[...t,l].map(e=>({Version:"2012-10-17",Statement:e}))})((c=n,p=i,d=r,((e,n,t)=>{if(!(0,a.GO)(n))return[...e];let i=new Map;for(let r of e){let{action:e,resource:s,condition:u}=r,c=null===("*"===s?o([e],n,t):null)||"patterns"===(0,a.TY)(e.toLowerCase(),n).kind?e:e.slice(0,e.indexOf(":")),p=[(0,l.D3)(u),c].join(`
`);i.set(p,[...i.get(p)??[],r])}return[...i.values()].flatMap(e=>{let l=e.map(({action:e})=>e),i=e.every(({resource:e})=>"*"===e)?o(l,n,t):null;return null===i?e:e.map(e=>({...e,resource:i}))})})((0,u.e)(c.flatMap(({actions:e})=>e)).map(({action:e,resources:n,condition:t})=>({action:e,resource:n.includes("*")?"*":[...n].sort(),condition:t})),p,d).sort((e,n)=>{var t,l;return t=m(e),t===(l=m(n))?0:t<l?-1:1})),e),services:$,appliance:h.has("appliance")?t??"fill-in":null,isTrustOpen:0===h.size}}function m({action:e,resource:n,condition:t}){return[(0,l.D3)(t),"*"===n?"":n.join(" "),e].join(`
`)}function f(e,n,t){let{action:i,resource:r,condition:a}=n,o=void 0===a?{}:{Condition:(0,l.aO)(a)},s=e.at(-1);if(void 0!==s&&(({Resource:e,Condition:n})=>JSON.stringify([e,void 0===n?{}:{Condition:n}]))(s)===JSON.stringify([r,o]))return[...e.slice(0,-1),{...s,Action:[...s.Action,i]}];let u=`${d(t)}${0===e.length?"":e.length+1}`;return[...e,{Sid:u,Effect:"Allow",Action:[i],Resource:r,...o}]}function d(e){return e.map(e=>`${e.slice(0,1).toUpperCase()}${e.slice(1)}`).join("")}},306(e,n,t){t.d(n,{M:()=>o,U:()=>p});var l=t(7872),i=t(5637);let r=`variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role, or of its account"
  type        = string
}

`,a=`variable "trusted_service" {
  description = "${i.Ij}"
  type        = string
}

`;function o(e){let n=e.some(({appliance:e})=>"fill-in"===e)?r:"",t=e.some(({isTrustOpen:e})=>e)?a:"";return`${n}${t}${e.map(s).join(`
`)}`}function s({words:e,documents:n,services:t,appliance:i,isTrustOpen:r}){var a,o;let f,d=(f=e.join("_"),/^\d/.test(f)?`_${f}`:f),h=e.join("-"),$=[...("fill-in"===i?["var.appliance_arn"]:null===i?[]:[u(i)]).map(e=>c("AWS",e)),...t.map(e=>c("Service",u((0,l.w)(e)))),...r?[c("Service","var.trusted_service")]:[]];return`data "aws_iam_policy_document" "${d}_trust" {
${$.join(`
`)}}

resource "aws_iam_role" "${d}" {
  name               = "${h}"
  assume_role_policy = data.aws_iam_policy_document.${d}_trust.json
}
${n.map((e,t)=>((e,n,t,{Statement:l})=>{let i=null===t?e:`${e}_${t}`,r=null===t?n:`${n}-${t}`,a=l.map(({Sid:e,Action:n,Resource:t,Condition:l})=>`  statement {
    sid = "${e}"
    actions = [
${m(n)}    ]
    resources = ${"*"===t?'["*"]':`[
${m(t)}    ]`}
${p(l)}  }
`);return`
data "aws_iam_policy_document" "${i}" {
${a.join(`
`)}}

resource "aws_iam_policy" "${i}" {
  name   = "${r}"
  policy = data.aws_iam_policy_document.${i}.json
}

resource "aws_iam_role_policy_attachment" "${i}" {
  role       = aws_iam_role.${e}.name
  policy_arn = aws_iam_policy.${i}.arn
}
`})(d,h,1===n.length?null:t+1,e)).join("")}${t.includes("ec2")?(a=d,o=h,`
resource "aws_iam_instance_profile" "${a}" {
  name = "${o}"
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
`).join("")}function m(e){return e.map(e=>`      ${u(e)},
`).join("")}},1909(e,n,t){t.d(n,{O:()=>r,pX:()=>l,u0:()=>i});let l=6144,i={limit:10,maximum:25};function r(e){let n=new Map;for(let t of e.variants)for(let l of a(t,e))l.size>l.limit&&!n.has(l.what)&&n.set(l.what,l);return[...n.values()]}function*a({policies:e,boundary:n,trust:t},r){let s=0,u=0;for(let n of e){if("document"!==n.kind){"reference"===n.kind&&(u+=1);continue}let e=n.document.size??0;"inline"===n.attachment?s+=e:(u+=1,n.awsManaged||(yield o(`managed policy ${n.name}`,e,l,n.place)))}if(n?.kind!=="document"||n.awsManaged||"managed"!==n.attachment||(yield o(`managed policy ${n.name}`,n.document.size??0,l,n.place)),yield o("the inline policies together",s,10240,r.place),null!==t&&"statements"in t){let e=t.size??0;yield{...o("the trust policy",e,2048,t.place),maximum:8192}}let c=`${u} managed policies are attached`;yield{what:c,size:u,...i,place:r.place}}function o(e,n,t,l){return{what:`${e}: ${n} characters without white space`,size:n,limit:t,maximum:t,place:l}}},6044(e,n,t){t.d(n,{Q:()=>r});var l=t(9335),i=t(1672);function r(e,{kinds:n,version:t}){let a=[...new Set(n.flatMap(({actions:e})=>e.map(({action:e})=>e)))];return e.flatMap(({actions:e,place:n})=>{let r=e.toLowerCase();if(a.some(e=>(0,l.MT)(r,e.toLowerCase())))return[];let o=((e,n)=>{if(!(0,l.ev)(e))return(0,i.z)(e,n);let[t="",r=""]=e.split(":"),a=new Set(n.map(e=>e.slice(0,e.indexOf(":")))),o=a.has(t)?null:(0,i.z)(t,a);return null===o?null:`${o}:${r}`})(e,a),s=null===o?"take the line out":`did you mean \`${o}\`?`,u=(0,l.ev)(e)?"which matches no action":"which is no action";return[{message:`\`resources\` names \`${e}\`, ${u} of any kind (version ${t})`,help:s,place:n}]})}}};