export const id=717;export const ids=[717];export const modules={4717:(function(e,t,n){n.r(t),n.d(t,{baselineCommand:()=>f,fixCommand:()=>L,policyCommand:()=>ef});var r=n(8630),l=n(4351),i=n(6250),a=n(5677),o=n(5944),s=n(7870),u=n(7927),c=n(6753),p=n(6136);async function f(e,t){if(null===p.H8(e,["json"],t))return 2;let f=c.T(e,t);if("refused"===f.kind)return f.status;let{scope:m}=f,{check:d}=f.options,$=await r.N(d,{scope:m,today:t.today});if("problems"in $)return p.TR($.problems,t);let h=$.result.findings.filter(({suppressedBy:e})=>null===e).map(a.M$),g=i.Y(h);if(null===d.baseline)t.out(g);else{let r=""===e.inputs.get("baseline"),{writeBaselineFile:i}=await n.e(664).then(n.bind(n,1458)),a=i({...m,confined:r},d.baseline,g);if(null!==a)return p.TR([{message:a,help:null,place:null}],t);t.say(`${d.baseline}: ${u.L(h.filter(l.ZM).length,"finding")}
`)}let y=h.filter(e=>!l.ZM(e));for(let{message:e,location:n}of y)t.error(`error: ${o.RK(e)}
  --\x3e ${o.RK(s.j(n))}
`);return+(0!==y.length)}var m=n(7598),d=n(3024),$=n(6760),h=n(8722),g=n(7223),y=n(9903),w=n(3733),v=n(9442),S=n(7679),j=n(2040),_=n(3500),k=n(1769),R=n(4458);function b({isPlanned:e,fix:t}){return e&&t.edits.every(({file:e})=>_.WG(e))}function A(e){return[R.R(e),...e.actions].join(" ")}var M=n(4520),x=n(4531);function T(e){let t=v.x5(e.place);if(!s.p(t)||!/\.(?:tf|tofu)$/.test(t.file))return null;let n=(v.xM(e.place)?.text??"").split(`
`).slice(0,t.line).findLast(e=>/^\s*(?:data|resource)\s+"/.test(e))??"",r=(({rule:e,actions:t,condition:n=[],remedy:r},l)=>{let i=e=>`  ${l?M.Lo(e,"  "):M.nR(e,"  ")}`;if("missing-action"===e)return i(x.QE(t,0===n.length?void 0:n));switch(r?.kind){case"add-trust":{let e=j.K(r);return null===e?null:i(x.fg(e))}case"add-instance-profile":return(e=>{let[,t,n]=/(?:^|\.)(aws_iam_role\.([\w-]+)(?:\[.+\])?)$/.exec(e)??[];return void 0===t||void 0===n?null:M.El(t,n)})(r.role.id);default:return null}})(e,n.includes('"aws_iam_policy_document"'));return null===r?null:`to add by hand to role ${e.role} at ${s.j(t)}:

${r}
`}var O=n(6299);function P(e){return e.match(/[^\n]*\n|[^\n]+$/g)??[]}async function L(e,t){var l;if(null===p.H8(e,["text"],t))return 2;let i=c.T(e,t);if("refused"===i.kind)return i.status;let{scope:a}=i,{check:u,publish:f}=i.options,_={scope:a,today:t.today,onReading:t.progress.reading},R=await (async(e,t)=>{let n=n=>r.N(e,{...t,scope:{...t.scope,edited:n}}),l=await n(new Map);if("problems"in l)return l;let i=new Set(l.result.findings.filter(({rule:e})=>"stale-plan"===e).map(({role:e})=>e)),a=new Map,o=new Set,s=[],u=new Map,{result:c}=l;for(let e=0;e<100;e+=1){let e=(({findings:e,roles:t},n,r)=>{let l=new Set(t.filter(({role:e})=>"terraform-plan"===e.format).map(({role:e})=>e.id)),i=[],a=new Set;for(let t of e){if(void 0===t.remedy||null!==t.suppressedBy||n.has(A(t)))continue;let e=`${v.W7(t.place)}
${t.role}`;if(a.has(e))continue;let o=j.B(t.remedy);if(null===o||((e,t)=>e.some(e=>t.some(t=>e.file.path===t.file.path&&e.start<=t.end&&t.start<=e.end)))(o.edits,i.flatMap(e=>e.fix.edits)))continue;let s={finding:t,fix:o,isPlanned:null!==t.role&&l.has(t.role)};b(s)&&r.has(t.role)||(a.add(e),i.push(s))}return i})(c,o,i);if(0===e.length)break;let t=e.flatMap(({fix:e})=>e.edits),r=((e,t)=>{let n=new Map(e);for(let e of new Set(t.map(e=>e.file)))n.set(e.path,k.ct(e.text,t.filter(t=>t.file===e)));return n})(u,t),l=await n(r);if("problems"in l)return l;let p=((e,t)=>{let n=new Set(t.findings.map(A));return e.filter(({finding:e})=>n.has(A(e)))})(e.filter(e=>!b(e)),l.result),f=0===p.length&&((e,t)=>{let n=({findings:e})=>e.filter(({rule:e})=>"unreadable-file"===e||"invalid-policy"===e).length;return t.roles.length<e.roles.length||n(t)>n(e)})(c,l.result);for(let{finding:t}of f?e:[...p,...e.filter(b)])o.add(A(t));if(!f&&!(p.length>0)){for(let{file:e}of t)a.has(e.path)||a.set(e.path,e.text);s.push(...e),u=r,c=l.result}}let p=[...a].map(([e,t])=>({path:e,before:t,after:u.get(e)??t}));return{before:l.result,after:c,findings:s,files:p}})(u,_);if(t.progress.end(),"problems"in R)return p.TR(R.problems,t);let M=new Map(e.dryRun?[]:R.files.map(({path:e,after:t})=>[e,t])),x=await r.z(u,{..._,scope:{...a,edited:M},optionsAt:i.optionsAt});if("problems"in x)return p.TR(x.problems,t);let{report:T}=x;if(e.dryRun){for(let{path:e,before:n,after:r}of R.files)t.patch(((e,t,n)=>{if(t===n)return"";let r=((e,t)=>{let n=0;for(;n<Math.min(e.length,t.length)&&e[n]===t[n];)n+=1;let r=0,l=Math.min(e.length,t.length)-n;for(;r<l&&e.at(-1-r)===t.at(-1-r);)r+=1;let i=e=>({mark:" ",text:e}),a=e.slice(n,e.length-r),o=t.slice(n,t.length-r);return[...e.slice(0,n).map(i),...((e,t)=>{let n=new Map([[1,0]]),r=[],l=e=>n.get(e)??-1;for(let i=0;i<=2e3;i+=1){r.push(new Map(n));for(let a=-i;a<=i;a+=2){let o=a===-i||a!==i&&l(a-1)<l(a+1)?l(a+1):l(a-1)+1;for(;o<e.length&&o-a<t.length&&e[o]===t[o-a];)o+=1;if(n.set(a,o),o>=e.length&&o-a>=t.length)return((e,t,n)=>{let r=[],[l,i]=[e.length,t.length];for(let a=n.length-1;a>=0;a-=1){let o=n[a],s=e=>o?.get(e)??-1,u=l-i,c=u===-a||u!==a&&s(u-1)<s(u+1),p=s(c?u+1:u-1),f=p-(c?u+1:u-1);for(;l>Math.max(p,0)&&i>Math.max(f,0);)l-=1,i-=1,r.push({mark:" ",text:e[l]??""});a>0&&r.push(c?{mark:"+",text:t[f]??""}:{mark:"-",text:e[p]??""}),[l,i]=[p,f]}return r.reverse()})(e,t,r)}}return null})(a,o)??[...a.map(e=>({mark:"-",text:e})),...o.map(e=>({mark:"+",text:e}))],...e.slice(e.length-r).map(i)]})(P(t),P(n));return`--- a/${e}
+++ b/${e}
${(e=>{let t=[];return e.forEach(({mark:n},r)=>{if(" "===n)return;let l=t.at(-1),i=Math.min(e.length,r+3+1);void 0!==l&&r-3<=l[1]?l[1]=i:t.push([Math.max(0,r-3),i])}),t})(r).map(([e,t])=>((e,t,n)=>{let r=(t,n,r)=>e.slice(t,n).filter(e=>" "===e.mark||e.mark===r).length,l=e=>{let l=r(t,n,e),i=r(0,t,e)+ +(0!==l);return`${e}${i}${1===l?"":`,${l}`}`},i=e.slice(t,n).map(({mark:e,text:t})=>e+(t.endsWith(`
`)?t:`${t}
\\ No newline at end of file
`)).join("");return`@@ ${l("-")} ${l("+")} @@
${i}`})(r,e,t)).join("")}`})(e,n,r));for(let e of W(R))t.error(`${N(e)}
`);return t.error(`${D(R,"would make")}; ${C(R)}
`),S.$(T)}for(let e of(({findings:e},t)=>e.map(({finding:e,fix:n,isPlanned:r})=>[`${t.paint("success",`fixed[${e.rule}]`)} ${o.RK(e.message)}`,`  --\x3e ${o.RK(s.j(v.x5(e.place)))}`,`  ${o.RK(n.description)}`,...r?["  the plan that was read still holds the policy as it was: make it anew"]:[]].join(`
`)))(R,t))t.say(`${e}

`);let{writeAskedFiles:L}=await n.e(664).then(n.bind(n,1458)),U=[...(l=a,R.files.map(e=>((e,t)=>{let n=h.Hi(e,t.path),r=e=>`${t.path} is not changed: ${e}`;if(!h.UO(e.root,n))return r("it lies outside of the working directory; run the command there");try{if(d.lstatSync(n).isSymbolicLink())return r("it is a symbolic link; name the file that it leads to");let l=d.realpathSync($.dirname(n));if(!h.UO(d.realpathSync(e.root),l))return r("a symbolic link leads out of the working directory");let i=d.readFileSync(n),a=y.D4(i);if(!("text"in a)||a.text!==t.before)return r("it was changed meanwhile; run the command again");let o=y.sx(i,t.after);if(null===o)return r("it is not plain UTF-8 or UTF-16 text; save it as UTF-8");return((e,t,n)=>{d.accessSync(e,d.constants.W_OK);let r=$.join(t,`.worker-iam-check-${m.randomUUID()}.tmp`);try{d.writeFileSync(r,n,{flag:"wx",mode:511&d.lstatSync(e).mode}),d.renameSync(r,e)}finally{d.rmSync(r,{force:!0})}})(n,l,o),null}catch(e){return r(`it can't be written: ${g.m(e).reason}`)}})(l,e)).filter(e=>null!==e)),...L(e,a,T,f)];if(0===U.length){for(let n of(t.say(w.S(T,O.h(e,t,x.sources))),W(R)))t.say(`
${N(n)}`);return t.say(`
${D(R,"made")}; ${C(R)}
`),S.$(T)}for(let e of U)t.error(`error: ${e}
`);return 2}function W({after:e,findings:t}){let n=t.filter(({isPlanned:e})=>e).map(({finding:e})=>e);return e.findings.filter(({suppressedBy:e,role:t,kind:r})=>null===e&&!n.some(e=>e.role===t&&e.kind===r)).map(T).filter(e=>null!==e)}function N(e){return e.split(`
`).map(o.RK).join(`
`)}function D({findings:e,files:t},n){if(0===e.length)return"nothing that can be fixed here";let r=`${e.length} ${1===e.length?"fix":"fixes"}`;return`${n} ${r} in ${u.L(t.length,"file")}`}function C({after:e}){return`${u.L(e.findings.filter(({suppressedBy:e})=>null===e).length,"finding")} left`}var U=n(2930),V=n(6625),I=n(7242),E=n(9335),K=n(7064),J=n(1473);function F(e,t,n){let{deployment:r}=t,l=e.map(e=>((e,t,n)=>{let r=K.TY(e,t),l=n.requestsOf(e);if(null===l){var i;return"patterns"===(i=r).kind?i.patterns.map(e=>({arn:e,whole:!1})):null}if(0===l.types.length||"everything"===r.kind)return null;let a=J.$O(t)??"aws",o=K.vC(l.types,r,a).flatMap(({arn:e,within:t})=>null===t?[{arn:e,whole:!0}]:t.map(e=>({arn:e,whole:!1})));return o.some(({arn:e})=>/[*?]/.test(I.wo(e)?.[2]??"*"))?null:o})(e.toLowerCase(),t,n)),i=l.flatMap(e=>e??[]);if(l.includes(null)||0===i.length)return null;let a=null===r?[]:[{...r,regions:[]},{...r,regions:[],accounts:[]}];for(let e of[r,...a]){let t=(e=>{let t=[...new Set(e)].sort().map(e=>({arn:e,pattern:E.S(e),parts:I.wo(e)}));return t.filter((e,n)=>t.every((t,r)=>r===n||t.parts?.[4]!==e.parts?.[4]||!E.hU(t.pattern,e.pattern)||r>n&&E.hU(e.pattern,t.pattern))).map(({arn:e})=>e)})(i.flatMap(({arn:t,whole:n})=>I.mV(t,e).map(e=>n?(e=>{let t=I.wo(e);return null===t||"s3"===t[2]||""===t[4]||"aws"===t[4]?e:[...t.slice(0,5),"*"].join(":")})(e):e)));if(t.join("").length<=2500)return t}return null}var H=n(1909),q=n(1462);let z="Service that assumes the role, such as ec2.amazonaws.com for a role that is attached to an instance";function B({action:e,resource:t,condition:n}){return[V.D3(n),"*"===t?"":t.join(" "),e].join(`
`)}function Y(e,t,n){let{action:r,resource:l,condition:i}=t,a=void 0===i?{}:{Condition:V.aO(i)},o=e.at(-1);if(void 0!==o&&(({Resource:e,Condition:t})=>JSON.stringify([e,void 0===t?{}:{Condition:t}]))(o)===JSON.stringify([l,a]))return[...e.slice(0,-1),{...o,Action:[...o.Action,r]}];let s=`${G(n)}${0===e.length?"":e.length+1}`;return[...e,{Sid:s,Effect:"Allow",Action:[r],Resource:l,...a}]}function G(e){return e.map(e=>`${e.slice(0,1).toUpperCase()}${e.slice(1)}`).join("")}function Q(e){return e.toLowerCase().split(/[-_]+/).filter(Boolean)}let Z=`  ApplianceArn:
    Type: String
    Description: ARN of the backup appliance's impersonation role, or of its account
`,X=`  TrustedService:
    Type: String
    Description: ${z}
`;function ee({words:e,documents:t,services:n,appliance:r,isTrustOpen:l}){var i;let a=G(e);return`  ${a}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
${null===r?"":et(`AWS: ${"fill-in"===r?"!Ref ApplianceArn":JSON.stringify(r)}`)}${n.map(e=>{var t;return et(`Service: ${"ec2"===(t=e)?'!Sub "ec2.${AWS::URLSuffix}"':t}`)}).join("")}${l?et("Service: !Ref TrustedService"):""}${t.map((e,n)=>{var r,l;let i;return r=a,l=`${a}Policy${1===t.length?"":n+1}`,i=e.Statement.map(({Sid:e,Action:t,Resource:n,Condition:r})=>{var l;return`          - Sid: ${e}
            Effect: Allow
            Action:
${t.map(e=>`              - ${e}
`).join("")}            Resource:${"*"===(l=n)?' "*"':l.map(e=>`
              - ${JSON.stringify(e)}`).join("")}
${((e={})=>{let t=Object.entries(e).map(([e,t])=>{let n=Object.entries(t).map(([e,t])=>`                ${e}: ${JSON.stringify(t)}
`);return`              ${e}:
${n.join("")}`});return 0===t.length?"":`            Condition:
${t.join("")}`})(r)}`}),`  ${l}:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles:
        - !Ref ${r}Role
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
${i.join("")}`}).join("")}${n.includes("ec2")?(i=a,`  ${i}Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      Roles:
        - !Ref ${i}Role
`):""}`}function et(e){return`          - Effect: Allow
            Principal:
              ${e}
            Action: sts:AssumeRole
`}var en=n(7872);let er=`variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role, or of its account"
  type        = string
}

`,el=`variable "trusted_service" {
  description = "${z}"
  type        = string
}

`;function ei({words:e,documents:t,services:n,partition:r,appliance:l,isTrustOpen:i}){var a,o;let s,u=(s=e.join("_"),/^\d/.test(s)?`_${s}`:s),c=e.join("-"),p=[...("fill-in"===l?["var.appliance_arn"]:null===l?[]:[M.TL(l)]).map(e=>ea("AWS",e)),...n.map(e=>ea("Service",M.TL(en.w(e,r)))),...i?[ea("Service","var.trusted_service")]:[]];return`data "aws_iam_policy_document" "${u}_trust" {
${p.join(`
`)}}

resource "aws_iam_role" "${u}" {
  name               = "${c}"
  assume_role_policy = data.aws_iam_policy_document.${u}_trust.json
}
${t.map((e,n)=>((e,t,n,{Statement:r})=>{let l=null===n?e:`${e}_${n}`,i=null===n?t:`${t}-${n}`,a=r.map(({Sid:e,Action:t,Resource:n,Condition:r})=>`  statement {
    sid = "${e}"
    actions = [
${eo(t)}    ]
    resources = ${"*"===n?'["*"]':`[
${eo(n)}    ]`}
${((e={})=>Object.entries(e).flatMap(([e,t])=>Object.entries(t).map(([t,n])=>({test:e,variable:t,values:[n].flat()}))).map(({test:e,variable:t,values:n})=>`    condition {
      test     = "${e}"
      variable = ${M.TL(t)}
      values   = [${n.map(M.TL).join(", ")}]
    }
`).join(""))(r)}  }
`);return`
data "aws_iam_policy_document" "${l}" {
${a.join(`
`)}}

resource "aws_iam_policy" "${l}" {
  name   = "${i}"
  policy = data.aws_iam_policy_document.${l}.json
}

resource "aws_iam_role_policy_attachment" "${l}" {
  role       = aws_iam_role.${e}.name
  policy_arn = aws_iam_policy.${l}.arn
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
`}function eo(e){return e.map(e=>`      ${M.TL(e)},
`).join("")}var es=n(8782),eu=n(3666),ec=n(6044);let ep={json:e=>{let t,[n,...r]=e.flatMap(({documents:e})=>e);return`${JSON.stringify(0===r.length?n:{RoleDetailList:(t=e.map(e=>{var t,n;let r,l=(({words:e,documents:t})=>t.map((n,r)=>{let l=[...e,...1===t.length?[]:[r+1]].join("-");return{name:l,arn:`arn:aws:iam::111122223333:policy/${l}`,document:n}}))(e);return{policies:l,role:(t=e,n=l,{RoleName:r=t.words.join("-"),...(({services:e,partition:t,appliance:n,isTrustOpen:r})=>"fill-in"===n||r?{}:{AssumeRolePolicyDocument:{Version:"2012-10-17",Statement:[...null===n?[]:[{AWS:n}],...e.map(e=>({Service:en.w(e,t)}))].map(e=>({Effect:"Allow",Principal:e,Action:"sts:AssumeRole"}))}})(t),InstanceProfileList:t.services.includes("ec2")?[{InstanceProfileName:r}]:[],RolePolicyList:[],AttachedManagedPolicies:n.map(e=>({PolicyName:e.name,PolicyArn:e.arn}))})}})).map(({role:e})=>e),Policies:t.flatMap(({policies:e})=>e.map(({name:e,arn:t,document:n})=>({PolicyName:e,Arn:t,PolicyVersionList:[{Document:n,VersionId:"v1",IsDefaultVersion:!0}]})))},null,2)}
`},cloudformation:e=>{let t=e.some(({appliance:e})=>"fill-in"===e)?Z:"",n=e.some(({isTrustOpen:e})=>e)?X:"",r=t+n===""?"":`Parameters:
${t}${n}`;return`AWSTemplateFormatVersion: "2010-09-09"
${r}Resources:
${e.map(ee).join("")}`},terraform:e=>{let t=e.some(({appliance:e})=>"fill-in"===e)?er:"",n=e.some(({isTrustOpen:e})=>e)?el:"";return`${t}${n}${e.map(ei).join(`
`)}`}};async function ef(e,t){let n=p.H8(e,["json","cloudformation","terraform"],t);if(null===n)return 2;let r=c.T({...e,inputs:new Map([...e.inputs,["files",""]])},t);if("refused"===r.kind)return r.status;let{check:l}=r.options,i=await U.o(r.scope,l.requirements,l.requirementsInConfig);if("problems"in i)return p.TR(i.problems,t);let{requirements:a}=i,o=await es.W(),s=ec.Q(l.resources,a,o);if(s.length>0)return p.TR(s,t);let u=[...new Map(e.operands.map(e=>[...new Set(e.split("+"))]).toReversed().map(e=>[e.toSorted().join("+"),e])).values()].toReversed(),f=e.operands.find(e=>e.split("+").includes(""));if(void 0!==f)return p.Wp(t,`a kind is missing in \`${f}\``,"write a + between two kinds only: backup+restore");let{kinds:d,unknown:$}=eu.ET(a,u.flat()),h=[...a.kinds.map(({name:e})=>e),...a.aliases.keys()].join(", ");if($.length>0)return p.Wp(t,`there is no kind ${$.join(", ")}`,`kinds are ${h}`);if(0===d.length)return p.Wp(t,"policy takes at least one kind",`kinds are ${h}`);let g=1===l.appliance.length?l.appliance[0]??null:null,y=((e,t)=>{let n=[];for(let r of t){let t=Q([e??"",r.join("-and-")].join("-")),l=t.join("-").length<=64&&n.every(e=>!((e,t)=>{if(G(e)===G(t))return!0;let[n="",r=""]=[e.join("-"),t.join("-")].sort();return r.startsWith(n)&&/^-(\d+|trust)$/.test(r.slice(n.length))})(t,e));n.push(l?t:((e,t)=>{let n=m.createHash("sha256").update(t).digest("hex").slice(0,8);return[...Q(e.join("-").slice(0,64-n.length-1)),n]})(t,r.join("+")))}return n})(a.nameMarks[0],u).map((e,t)=>{var n,r,i;let s,c,{kinds:p}=eu.ET(a,u[t]??[]);return c=[...s=new Set(p.flatMap(({trust:e})=>e))].filter(e=>"appliance"!==e),{words:e,documents:((e,t)=>{let n=[],r=[];for(let l of e){let e=Y(r,l,t);JSON.stringify({Version:"2012-10-17",Statement:e}).length<=H.pX||0===r.length?r=e:(n.push(r),r=Y([],l,t))}return[...n,r].map(e=>({Version:"2012-10-17",Statement:e}))})((n=p,r=l,i=o,((e,t,n)=>{if(!K.GO(t))return[...e];let r=new Map;for(let l of e){let{action:e,resource:i,condition:a}=l,o=null===("*"===i?F([e],t,n):null)||"patterns"===K.TY(e.toLowerCase(),t).kind?e:e.slice(0,e.indexOf(":")),s=[V.D3(a),o].join(`
`);r.set(s,[...r.get(s)??[],l])}return[...r.values()].flatMap(e=>{let r=e.map(({action:e})=>e),l=e.every(({resource:e})=>"*"===e)?F(r,t,n):null;return null===l?e:e.map(e=>({...e,resource:l}))})})(q.eV(n.flatMap(({actions:e})=>e)).map(({action:e,resources:t,condition:n})=>({action:e,resource:t.includes("*")?"*":[...t].sort(),condition:n})),r,i).sort((e,t)=>{var n,r;return n=B(e),n===(r=B(t))?0:n<r?-1:1})),e),services:c,partition:J.$O(l),appliance:s.has("appliance")?g??"fill-in":null,isTrustOpen:0===s.size}}),{limit:w}=H.u0;for(let{words:e,documents:n}of y)n.length<=w||t.error(`warning: role ${e.join("-")} needs ${n.length} policies, and a role may carry ${w} unless the quota is raised
`);return t.out(ep[n](y)),0}}),7679:(function(e,t,n){n.d(t,{$:()=>r});function r(e){return+("failure"===e.conclusion)}}),6299:(function(e,t,n){n.d(t,{h:()=>r});function r(e,t,n){let{paint:r,columns:l}=t,i=e.snippets??t.snippets;return{paint:r,columns:l,sourceOf:({file:e,commit:t})=>i&&void 0===t?n.get(e)??null:null}}})};