export const id=717;export const ids=[717];export const modules={4717:(function(e,t,n){n.r(t),n.d(t,{baselineCommand:()=>p,fixCommand:()=>L,policyCommand:()=>ep});var r=n(3737),i=n(4351),l=n(6250),a=n(5677),o=n(5944),s=n(7870),u=n(7927),c=n(6753),f=n(6136);async function p(e,t){if(null===(0,f.H8)(e,["json"],t))return 2;let p=(0,c.T)(e,t);if("refused"===p.kind)return p.status;let{scope:m}=p,{check:d}=p.options,$=await (0,r.N)(d,{scope:m,today:t.today});if("problems"in $)return(0,f.TR)($.problems,t);let h=$.result.findings.filter(({suppressedBy:e})=>null===e).map(a.M$),g=(0,l.Y)(h);if(null===d.baseline)t.out(g);else{let r=""===e.inputs.get("baseline"),{writeBaselineFile:l}=await n.e(664).then(n.bind(n,1458)),a=l({...m,confined:r},d.baseline,g);if(null!==a)return(0,f.TR)([{message:a,help:null,place:null}],t);t.say(`${d.baseline}: ${(0,u.L)(h.filter(i.ZM).length,"finding")}
`)}let y=h.filter(e=>!(0,i.ZM)(e));for(let{message:e,location:n}of y)t.error(`error: ${(0,o.RK)(e)}
  --\x3e ${(0,o.RK)((0,s.j)(n))}
`);return+(0!==y.length)}var m=n(7598),d=n(3024),$=n(6760),h=n(8722),g=n(7223),y=n(9903),w=n(3733),v=n(9442),S=n(7679),j=n(2040),_=n(3500),k=n(1769),R=n(4458);function b({isPlanned:e,fix:t}){return e&&t.edits.every(({file:e})=>(0,_.WG)(e))}function A(e){return[(0,R.R)(e),...e.actions].join(" ")}var M=n(4520),x=n(4531);function T(e){let t=(0,v.x5)(e.place);if(!(0,s.p)(t)||!/\.(?:tf|tofu)$/.test(t.file))return null;let n=((0,v.xM)(e.place)?.text??"").split(`
`).slice(0,t.line).findLast(e=>/^\s*(?:data|resource)\s+"/.test(e))??"",r=function({rule:e,actions:t,condition:n=[],remedy:r},i){let l=e=>`  ${i?(0,M.Lo)(e,"  "):(0,M.nR)(e,"  ")}`;if("missing-action"===e)return l((0,x.QE)(t,0===n.length?void 0:n));switch(r?.kind){case"add-trust":{let e=(0,j.K)(r);return null===e?null:l((0,x.fg)(e))}case"add-instance-profile":return function(e){let[,t,n]=/(?:^|\.)(aws_iam_role\.([\w-]+)(?:\[.+\])?)$/.exec(e)??[];return void 0===t||void 0===n?null:(0,M.El)(t,n)}(r.role.id);default:return null}}(e,n.includes('"aws_iam_policy_document"'));return null===r?null:`to add by hand to role ${e.role} at ${(0,s.j)(t)}:

${r}
`}var O=n(6299);function P(e){return e.match(/[^\n]*\n|[^\n]+$/g)??[]}async function L(e,t){var i;if(null===(0,f.H8)(e,["text"],t))return 2;let l=(0,c.T)(e,t);if("refused"===l.kind)return l.status;let{scope:a}=l,{check:u,publish:p}=l.options,_={scope:a,today:t.today,onReading:t.progress.reading},R=await async function(e,t){let n=n=>(0,r.N)(e,{...t,scope:{...t.scope,edited:n}}),i=await n(new Map);if("problems"in i)return i;let l=new Set(i.result.findings.filter(({rule:e})=>"stale-plan"===e).map(({role:e})=>e)),a=new Map,o=new Set,s=[],u=new Map,{result:c}=i;for(let e=0;e<100;e+=1){let e=function({findings:e,roles:t},n,r){let i=new Set(t.filter(({role:e})=>"terraform-plan"===e.format).map(({role:e})=>e.id)),l=[],a=new Set;for(let t of e){if(void 0===t.remedy||null!==t.suppressedBy||n.has(A(t)))continue;let e=`${(0,v.W7)(t.place)}
${t.role}`;if(a.has(e))continue;let o=(0,j.B)(t.remedy);if(null===o||function(e,t){return e.some(e=>t.some(t=>e.file.path===t.file.path&&e.start<=t.end&&t.start<=e.end))}(o.edits,l.flatMap(e=>e.fix.edits)))continue;let s={finding:t,fix:o,isPlanned:null!==t.role&&i.has(t.role)};b(s)&&r.has(t.role)||(a.add(e),l.push(s))}return l}(c,o,l);if(0===e.length)break;let t=e.flatMap(({fix:e})=>e.edits),r=function(e,t){let n=new Map(e);for(let e of new Set(t.map(e=>e.file)))n.set(e.path,(0,k.ct)(e.text,t.filter(t=>t.file===e)));return n}(u,t),i=await n(r);if("problems"in i)return i;let f=function(e,t){let n=new Set(t.findings.map(A));return e.filter(({finding:e})=>n.has(A(e)))}(e.filter(e=>!b(e)),i.result),p=0===f.length&&function(e,t){let n=({findings:e})=>e.filter(({rule:e})=>"unreadable-file"===e||"invalid-policy"===e).length;return t.roles.length<e.roles.length||n(t)>n(e)}(c,i.result);for(let{finding:t}of p?e:[...f,...e.filter(b)])o.add(A(t));if(!p&&!(f.length>0)){for(let{file:e}of t)a.has(e.path)||a.set(e.path,e.text);s.push(...e),u=r,c=i.result}}let f=[...a].map(([e,t])=>({path:e,before:t,after:u.get(e)??t}));return{before:i.result,after:c,findings:s,files:f}}(u,_);if(t.progress.end(),"problems"in R)return(0,f.TR)(R.problems,t);let M=new Map(e.dryRun?[]:R.files.map(({path:e,after:t})=>[e,t])),x=await (0,r.z)(u,{..._,scope:{...a,edited:M},optionsAt:l.optionsAt});if("problems"in x)return(0,f.TR)(x.problems,t);let{report:T}=x;if(e.dryRun){for(let{path:e,before:n,after:r}of R.files)t.patch(function(e,t,n){if(t===n)return"";let r=function(e,t){let n=0;for(;n<Math.min(e.length,t.length)&&e[n]===t[n];)n+=1;let r=0,i=Math.min(e.length,t.length)-n;for(;r<i&&e.at(-1-r)===t.at(-1-r);)r+=1;let l=e=>({mark:" ",text:e}),a=e.slice(n,e.length-r),o=t.slice(n,t.length-r);return[...e.slice(0,n).map(l),...function(e,t){let n=new Map([[1,0]]),r=[],i=e=>n.get(e)??-1;for(let l=0;l<=2e3;l+=1){r.push(new Map(n));for(let a=-l;a<=l;a+=2){let o=a===-l||a!==l&&i(a-1)<i(a+1)?i(a+1):i(a-1)+1;for(;o<e.length&&o-a<t.length&&e[o]===t[o-a];)o+=1;if(n.set(a,o),o>=e.length&&o-a>=t.length)return function(e,t,n){let r=[],[i,l]=[e.length,t.length];for(let a=n.length-1;a>=0;a-=1){let o=n[a],s=e=>o?.get(e)??-1,u=i-l,c=u===-a||u!==a&&s(u-1)<s(u+1),f=s(c?u+1:u-1),p=f-(c?u+1:u-1);for(;i>Math.max(f,0)&&l>Math.max(p,0);)i-=1,l-=1,r.push({mark:" ",text:e[i]??""});a>0&&r.push(c?{mark:"+",text:t[p]??""}:{mark:"-",text:e[f]??""}),[i,l]=[f,p]}return r.reverse()}(e,t,r)}}return null}(a,o)??[...a.map(e=>({mark:"-",text:e})),...o.map(e=>({mark:"+",text:e}))],...e.slice(e.length-r).map(l)]}(P(t),P(n));return`--- a/${e}
+++ b/${e}
${(function(e){let t=[];return e.forEach(({mark:n},r)=>{if(" "===n)return;let i=t.at(-1),l=Math.min(e.length,r+3+1);void 0!==i&&r-3<=i[1]?i[1]=l:t.push([Math.max(0,r-3),l])}),t})(r).map(([e,t])=>(function(e,t,n){let r=(t,n,r)=>e.slice(t,n).filter(e=>" "===e.mark||e.mark===r).length,i=e=>{let i=r(t,n,e),l=r(0,t,e)+ +(0!==i);return`${e}${l}${1===i?"":`,${i}`}`},l=e.slice(t,n).map(({mark:e,text:t})=>e+(t.endsWith(`
`)?t:`${t}
\\ No newline at end of file
`)).join("");return`@@ ${i("-")} ${i("+")} @@
${l}`})(r,e,t)).join("")}`}(e,n,r));for(let e of W(R))t.error(`${N(e)}
`);return t.error(`${D(R,"would make")}; ${C(R)}
`),(0,S.$)(T)}for(let e of function({findings:e},t){return e.map(({finding:e,fix:n,isPlanned:r})=>[`${t.paint("success",`fixed[${e.rule}]`)} ${(0,o.RK)(e.message)}`,`  --\x3e ${(0,o.RK)((0,s.j)((0,v.x5)(e.place)))}`,`  ${(0,o.RK)(n.description)}`,...r?["  the plan that was read still holds the policy as it was: make it anew"]:[]].join(`
`))}(R,t))t.say(`${e}

`);let{writeAskedFiles:L}=await n.e(664).then(n.bind(n,1458)),U=[...(i=a,R.files.map(e=>(function(e,t){let n=(0,h.Hi)(e,t.path),r=e=>`${t.path} is not changed: ${e}`;if(!(0,h.UO)(e.root,n))return r("it lies outside of the working directory; run the command there");try{if((0,d.lstatSync)(n).isSymbolicLink())return r("it is a symbolic link; name the file that it leads to");let i=(0,d.realpathSync)((0,$.dirname)(n));if(!(0,h.UO)((0,d.realpathSync)(e.root),i))return r("a symbolic link leads out of the working directory");let l=(0,d.readFileSync)(n),a=(0,y.D4)(l);if(!("text"in a)||a.text!==t.before)return r("it was changed meanwhile; run the command again");let o=(0,y.sx)(l,t.after);if(null===o)return r("it is not plain UTF-8 or UTF-16 text; save it as UTF-8");return function(e,t,n){(0,d.accessSync)(e,d.constants.W_OK);let r=(0,$.join)(t,`.worker-iam-check-${(0,m.randomUUID)()}.tmp`);try{(0,d.writeFileSync)(r,n,{flag:"wx",mode:511&(0,d.lstatSync)(e).mode}),(0,d.renameSync)(r,e)}finally{(0,d.rmSync)(r,{force:!0})}}(n,i,o),null}catch(e){return r(`it can't be written: ${(0,g.m)(e).reason}`)}})(i,e)).filter(e=>null!==e)),...L(e,a,T,p)];if(0===U.length){for(let n of(t.say((0,w.S)(T,(0,O.h)(e,t,x.sources))),W(R)))t.say(`
${N(n)}`);return t.say(`
${D(R,"made")}; ${C(R)}
`),(0,S.$)(T)}for(let e of U)t.error(`error: ${e}
`);return 2}function W({after:e,findings:t}){let n=t.filter(({isPlanned:e})=>e).map(({finding:e})=>e);return e.findings.filter(({suppressedBy:e,role:t,kind:r})=>null===e&&!n.some(e=>e.role===t&&e.kind===r)).map(T).filter(e=>null!==e)}function N(e){return e.split(`
`).map(o.RK).join(`
`)}function D({findings:e,files:t},n){if(0===e.length)return"nothing that can be fixed here";let r=`${e.length} ${1===e.length?"fix":"fixes"}`;return`${n} ${r} in ${(0,u.L)(t.length,"file")}`}function C({after:e}){return`${(0,u.L)(e.findings.filter(({suppressedBy:e})=>null===e).length,"finding")} left`}var U=n(2930),V=n(6625),I=n(7242),E=n(9335),K=n(7064),J=n(1473);function F(e,t,n){let{deployment:r}=t,i=e.map(e=>(function(e,t,n){let r=(0,K.TY)(e,t),i=n.requestsOf(e);if(null===i){var l;return"patterns"===(l=r).kind?l.patterns.map(e=>({arn:e,whole:!1})):null}if(0===i.types.length||"everything"===r.kind)return null;let a=(0,J.$O)(t)??"aws",o=(0,K.vC)(i.types,r,a).flatMap(({arn:e,within:t})=>null===t?[{arn:e,whole:!0}]:t.map(e=>({arn:e,whole:!1})));return o.some(({arn:e})=>/[*?]/.test((0,I.wo)(e)?.[2]??"*"))?null:o})(e.toLowerCase(),t,n)),l=i.flatMap(e=>e??[]);if(i.includes(null)||0===l.length)return null;let a=null===r?[]:[{...r,regions:[]},{...r,regions:[],accounts:[]}];for(let e of[r,...a]){let t=function(e){let t=[...new Set(e)].sort().map(e=>({arn:e,pattern:(0,E.S)(e),parts:(0,I.wo)(e)}));return t.filter((e,n)=>t.every((t,r)=>r===n||t.parts?.[4]!==e.parts?.[4]||!(0,E.hU)(t.pattern,e.pattern)||r>n&&(0,E.hU)(e.pattern,t.pattern))).map(({arn:e})=>e)}(l.flatMap(({arn:t,whole:n})=>(0,I.mV)(t,e).map(e=>n?function(e){let t=(0,I.wo)(e);return null===t||"s3"===t[2]||""===t[4]||"aws"===t[4]?e:[...t.slice(0,5),"*"].join(":")}(e):e)));if(t.join("").length<=2500)return t}return null}var H=n(1909),q=n(1462);let z="Service that assumes the role, such as ec2.amazonaws.com for a role that is attached to an instance";function B({action:e,resource:t,condition:n}){return[(0,V.D3)(n),"*"===t?"":t.join(" "),e].join(`
`)}function Y(e,t,n){let{action:r,resource:i,condition:l}=t,a=void 0===l?{}:{Condition:(0,V.aO)(l)},o=e.at(-1);if(void 0!==o&&function({Resource:e,Condition:t}){return JSON.stringify([e,void 0===t?{}:{Condition:t}])}(o)===JSON.stringify([i,a]))return[...e.slice(0,-1),{...o,Action:[...o.Action,r]}];let s=`${G(n)}${0===e.length?"":e.length+1}`;return[...e,{Sid:s,Effect:"Allow",Action:[r],Resource:i,...a}]}function G(e){return e.map(e=>`${e.slice(0,1).toUpperCase()}${e.slice(1)}`).join("")}function Q(e){return e.toLowerCase().split(/[-_]+/).filter(Boolean)}let Z=`  ApplianceArn:
    Type: String
    Description: ARN of the backup appliance's impersonation role, or of its account
`,X=`  TrustedService:
    Type: String
    Description: ${z}
`;function ee({words:e,documents:t,services:n,appliance:r,isTrustOpen:i}){var l;let a=G(e);return`  ${a}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
${null===r?"":et(`AWS: ${"fill-in"===r?"!Ref ApplianceArn":JSON.stringify(r)}`)}${n.map(e=>{var t;return et(`Service: ${"ec2"===(t=e)?'!Sub "ec2.${AWS::URLSuffix}"':t}`)}).join("")}${i?et("Service: !Ref TrustedService"):""}${t.map((e,n)=>{var r,i;let l;return r=a,i=`${a}Policy${1===t.length?"":n+1}`,l=e.Statement.map(({Sid:e,Action:t,Resource:n,Condition:r})=>{var i;return`          - Sid: ${e}
            Effect: Allow
            Action:
${t.map(e=>`              - ${e}
`).join("")}            Resource:${"*"===(i=n)?' "*"':i.map(e=>`
              - ${JSON.stringify(e)}`).join("")}
${function(e={}){let t=Object.entries(e).map(([e,t])=>{let n=Object.entries(t).map(([e,t])=>`                ${e}: ${JSON.stringify(t)}
`);return`              ${e}:
${n.join("")}`});return 0===t.length?"":`            Condition:
${t.join("")}`}(r)}`}),`  ${i}:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles:
        - !Ref ${r}Role
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
${l.join("")}`}).join("")}${n.includes("ec2")?(l=a,`  ${l}Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      Roles:
        - !Ref ${l}Role
`):""}`}function et(e){return`          - Effect: Allow
            Principal:
              ${e}
            Action: sts:AssumeRole
`}var en=n(7872);let er=`variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role, or of its account"
  type        = string
}

`,ei=`variable "trusted_service" {
  description = "${z}"
  type        = string
}

`;function el({words:e,documents:t,services:n,partition:r,appliance:i,isTrustOpen:l}){var a,o;let s,u=(s=e.join("_"),/^\d/.test(s)?`_${s}`:s),c=e.join("-"),f=[...("fill-in"===i?["var.appliance_arn"]:null===i?[]:[(0,M.TL)(i)]).map(e=>ea("AWS",e)),...n.map(e=>ea("Service",(0,M.TL)((0,en.w)(e,r)))),...l?[ea("Service","var.trusted_service")]:[]];return`data "aws_iam_policy_document" "${u}_trust" {
${f.join(`
`)}}

resource "aws_iam_role" "${u}" {
  name               = "${c}"
  assume_role_policy = data.aws_iam_policy_document.${u}_trust.json
}
${t.map((e,n)=>(function(e,t,n,{Statement:r}){let i=null===n?e:`${e}_${n}`,l=null===n?t:`${t}-${n}`,a=r.map(({Sid:e,Action:t,Resource:n,Condition:r})=>`  statement {
    sid = "${e}"
    actions = [
${eo(t)}    ]
    resources = ${"*"===n?'["*"]':`[
${eo(n)}    ]`}
${function(e={}){return Object.entries(e).flatMap(([e,t])=>Object.entries(t).map(([t,n])=>({test:e,variable:t,values:[n].flat()}))).map(({test:e,variable:t,values:n})=>`    condition {
      test     = "${e}"
      variable = ${(0,M.TL)(t)}
      values   = [${n.map(M.TL).join(", ")}]
    }
`).join("")}(r)}  }
`);return`
data "aws_iam_policy_document" "${i}" {
${a.join(`
`)}}

resource "aws_iam_policy" "${i}" {
  name   = "${l}"
  policy = data.aws_iam_policy_document.${i}.json
}

resource "aws_iam_role_policy_attachment" "${i}" {
  role       = aws_iam_role.${e}.name
  policy_arn = aws_iam_policy.${i}.arn
}
`})(u,c,1===t.length?null:n+1,e)).join("")}${n.includes("ec2")?(a=u,o=c,`
resource "aws_iam_instance_profile" "${a}" {
  name = "${o}"
  role = aws_iam_role.${a}.name
}
`):""}`}function ea(e,t){return`  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "${e}"
      identifiers = [${t}]
    }
  }
`}function eo(e){return e.map(e=>`      ${(0,M.TL)(e)},
`).join("")}var es=n(8782),eu=n(3666),ec=n(6044);let ef={json:function(e){let t,[n,...r]=e.flatMap(({documents:e})=>e);return`${JSON.stringify(0===r.length?n:{RoleDetailList:(t=e.map(e=>{var t,n;let r,i=function({words:e,documents:t}){return t.map((n,r)=>{let i=[...e,...1===t.length?[]:[r+1]].join("-");return{name:i,arn:`arn:aws:iam::111122223333:policy/${i}`,document:n}})}(e);return{policies:i,role:(t=e,n=i,{RoleName:r=t.words.join("-"),...function({services:e,partition:t,appliance:n,isTrustOpen:r}){return"fill-in"===n||r?{}:{AssumeRolePolicyDocument:{Version:"2012-10-17",Statement:[...null===n?[]:[{AWS:n}],...e.map(e=>({Service:(0,en.w)(e,t)}))].map(e=>({Effect:"Allow",Principal:e,Action:"sts:AssumeRole"}))}}}(t),InstanceProfileList:t.services.includes("ec2")?[{InstanceProfileName:r}]:[],RolePolicyList:[],AttachedManagedPolicies:n.map(e=>({PolicyName:e.name,PolicyArn:e.arn}))})}})).map(({role:e})=>e),Policies:t.flatMap(({policies:e})=>e.map(({name:e,arn:t,document:n})=>({PolicyName:e,Arn:t,PolicyVersionList:[{Document:n,VersionId:"v1",IsDefaultVersion:!0}]})))},null,2)}
`},cloudformation:function(e){let t=e.some(({appliance:e})=>"fill-in"===e)?Z:"",n=e.some(({isTrustOpen:e})=>e)?X:"",r=t+n===""?"":`Parameters:
${t}${n}`;return`AWSTemplateFormatVersion: "2010-09-09"
${r}Resources:
${e.map(ee).join("")}`},terraform:function(e){let t=e.some(({appliance:e})=>"fill-in"===e)?er:"",n=e.some(({isTrustOpen:e})=>e)?ei:"";return`${t}${n}${e.map(el).join(`
`)}`}};async function ep(e,t){let n=(0,f.H8)(e,["json","cloudformation","terraform"],t);if(null===n)return 2;let r=(0,c.T)({...e,inputs:new Map([...e.inputs,["files",""]])},t);if("refused"===r.kind)return r.status;let{check:i}=r.options,l=await (0,U.o)(r.scope,i.requirements,i.requirementsInConfig);if("problems"in l)return(0,f.TR)(l.problems,t);let{requirements:a}=l,o=(0,ec.Q)(i.resources,a);if(o.length>0)return(0,f.TR)(o,t);let s=[...new Map(e.operands.map(e=>[...new Set(e.split("+"))]).toReversed().map(e=>[e.toSorted().join("+"),e])).values()].toReversed(),u=e.operands.find(e=>e.split("+").includes(""));if(void 0!==u)return(0,f.Wp)(t,`a kind is missing in \`${u}\``,"write a + between two kinds only: backup+restore");let{kinds:p,unknown:d}=(0,eu.ET)(a,s.flat()),$=[...a.kinds.map(({name:e})=>e),...a.aliases.keys()].join(", ");if(d.length>0)return(0,f.Wp)(t,`there is no kind ${d.join(", ")}`,`kinds are ${$}`);if(0===p.length)return(0,f.Wp)(t,"policy takes at least one kind",`kinds are ${$}`);let h=1===i.appliance.length?i.appliance[0]??null:null,g=await (0,es.W)(),y=(function(e,t){let n=[];for(let r of t){let t=Q([e??"",r.join("-and-")].join("-")),i=t.join("-").length<=64&&n.every(e=>!function(e,t){if(G(e)===G(t))return!0;let[n="",r=""]=[e.join("-"),t.join("-")].sort();return r.startsWith(n)&&/^-(\d+|trust)$/.test(r.slice(n.length))}(t,e));n.push(i?t:function(e,t){let n=(0,m.createHash)("sha256").update(t).digest("hex").slice(0,8);return[...Q(e.join("-").slice(0,64-n.length-1)),n]}(t,r.join("+")))}return n})(a.nameMarks[0],s).map((e,t)=>{var n,r,l;let o,u,{kinds:c}=(0,eu.ET)(a,s[t]??[]);return u=[...o=new Set(c.flatMap(({trust:e})=>e))].filter(e=>"appliance"!==e),{words:e,documents:function(e,t){let n=[],r=[];for(let i of e){let e=Y(r,i,t);JSON.stringify({Version:"2012-10-17",Statement:e}).length<=H.pX||0===r.length?r=e:(n.push(r),r=Y([],i,t))}return[...n,r].map(e=>({Version:"2012-10-17",Statement:e}))}((n=c,r=i,l=g,(function(e,t,n){if(!(0,K.GO)(t))return[...e];let r=new Map;for(let i of e){let{action:e,resource:l,condition:a}=i,o=null===("*"===l?F([e],t,n):null)||"patterns"===(0,K.TY)(e.toLowerCase(),t).kind?e:e.slice(0,e.indexOf(":")),s=[(0,V.D3)(a),o].join(`
`);r.set(s,[...r.get(s)??[],i])}return[...r.values()].flatMap(e=>{let r=e.map(({action:e})=>e),i=e.every(({resource:e})=>"*"===e)?F(r,t,n):null;return null===i?e:e.map(e=>({...e,resource:i}))})})((0,q.eV)(n.flatMap(({actions:e})=>e)).map(({action:e,resources:t,condition:n})=>({action:e,resource:t.includes("*")?"*":[...t].sort(),condition:n})),r,l).sort((e,t)=>{var n,r;return n=B(e),n===(r=B(t))?0:n<r?-1:1})),e),services:u,partition:(0,J.$O)(i),appliance:o.has("appliance")?h??"fill-in":null,isTrustOpen:0===o.size}}),{limit:w}=H.u0;for(let{words:e,documents:n}of y)n.length<=w||t.error(`warning: role ${e.join("-")} needs ${n.length} policies, and a role may carry ${w} unless the quota is raised
`);return t.out(ef[n](y)),0}}),7679:(function(e,t,n){n.d(t,{$:()=>r});function r(e){return+("failure"===e.conclusion)}}),6299:(function(e,t,n){n.d(t,{h:()=>r});function r(e,t,n){let{paint:r,columns:i}=t,l=e.snippets??t.snippets;return{paint:r,columns:i,sourceOf:({file:e,commit:t})=>l&&void 0===t?n.get(e)??null:null}}})};