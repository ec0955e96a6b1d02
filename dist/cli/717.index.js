export const id=717;export const ids=[717];export const modules={4717:(function(e,t,n){n.r(t),n.d(t,{baselineCommand:()=>f,fixCommand:()=>L,policyCommand:()=>ef});var i=n(9946),r=n(4351),l=n(6250),a=n(5677),o=n(5944),s=n(7870),u=n(7927),c=n(6753),p=n(6136);async function f(e,t){if(null===p.H8(e,["json"],t))return 2;let f=c.T(e,t);if("refused"===f.kind)return f.status;let{scope:m}=f,{check:d}=f.options,h=await i.N(d,{scope:m,today:t.today});if("problems"in h)return p.TR(h.problems,t);let $=h.result.findings.filter(({suppressedBy:e})=>null===e).map(a.M$),g=l.Y($);if(null===d.baseline)t.out(g);else{let i=""===e.inputs.get("baseline"),{writeBaselineFile:l}=await n.e(664).then(n.bind(n,1458)),a=l({...m,confined:i},d.baseline,g);if(null!==a)return p.TR([{message:a,help:null,place:null}],t);t.say(`${d.baseline}: ${u.L($.filter(r.ZM).length,"finding")}
`)}let y=$.filter(e=>!r.ZM(e));for(let{message:e,location:n}of y)t.error(`error: ${o.RK(e)}
  --\x3e ${o.RK(s.j(n))}
`);return+(0!==y.length)}var m=n(7598),d=n(3024),h=n(6760),$=n(8722),g=n(7223),y=n(9903),w=n(3733),S=n(9442),v=n(7679),j=n(2040),k=n(3500),_=n(1769),R=n(4458);function b({isPlanned:e,fix:t}){return e&&t.edits.every(({file:e})=>k.WG(e))}function A(e){return[R.R(e),...e.actions].join(" ")}var x=n(4520),M=n(4531);function T(e){let t=S.x5(e.place);if(!s.p(t)||!/\.(?:tf|tofu)$/.test(t.file))return null;let n=(S.xM(e.place)?.text??"").split(`
`).slice(0,t.line).findLast(e=>/^\s*(?:data|resource)\s+"/.test(e))??"",i=(({rule:e,actions:t,condition:n=[],remedy:i},r)=>{let l=e=>`  ${r?x.Lo(e,"  "):x.nR(e,"  ")}`;if("missing-action"===e)return l(M.QE(t,0===n.length?void 0:n));switch(i?.kind){case"add-trust":{let e=j.K(i);return null===e?null:l(M.fg(e))}case"add-instance-profile":return(e=>{let[,t,n]=/(?:^|\.)(aws_iam_role\.([\w-]+)(?:\[.+\])?)$/.exec(e)??[];return void 0===t||void 0===n?null:x.El(t,n)})(i.role.id);default:return null}})(e,n.includes('"aws_iam_policy_document"'));return null===i?null:`to add by hand to role ${e.role} at ${s.j(t)}:

${i}
`}var O=n(6299);function P(e){return e.match(/[^\n]*\n|[^\n]+$/g)??[]}async function L(e,t){if(null===p.H8(e,["text"],t))return 2;let r=c.T(e,t);if("refused"===r.kind)return r.status;let{scope:l}=r,{check:a,publish:u}=r.options,f={scope:l,today:t.today,onReading:t.progress.reading},k=await (async(e,t)=>{let n=n=>i.N(e,{...t,scope:{...t.scope,edited:n}}),r=await n(new Map);if("problems"in r)return r;let l=new Set(r.result.findings.filter(({rule:e})=>"stale-plan"===e).map(({role:e})=>e)),a=new Map,o=new Set,s=[],u=new Map,{result:c}=r;for(let e=0;e<100;e+=1){let e=(({findings:e,roles:t},n,i)=>{let r=new Set(t.filter(({role:e})=>"terraform-plan"===e.format).map(({role:e})=>e.id)),l=[],a=new Set;for(let t of e){let e,o;if(void 0===t.remedy||null!==t.suppressedBy||n.has(A(t)))continue;let s=`${S.W7(t.place)}
${t.role}`;if(a.has(s))continue;let u=j.B(t.remedy);if(null===u||(e=u.edits,o=l.flatMap(e=>e.fix.edits),e.some(e=>o.some(t=>e.file.path===t.file.path&&e.start<=t.end&&t.start<=e.end))))continue;let c={finding:t,fix:u,isPlanned:null!==t.role&&r.has(t.role)};b(c)&&i.has(t.role)||(a.add(s),l.push(c))}return l})(c,o,l);if(0===e.length)break;let t=e.flatMap(({fix:e})=>e.edits),i=((e,t)=>{let n=new Map(e);for(let e of new Set(t.map(e=>e.file)))n.set(e.path,_.ct(e.text,t.filter(t=>t.file===e)));return n})(u,t),r=await n(i);if("problems"in r)return r;let p=((e,t)=>{let n=new Set(t.findings.map(A));return e.filter(({finding:e})=>n.has(A(e)))})(e.filter(e=>!b(e)),r.result),f=0===p.length&&((e,t)=>{let n=({findings:e})=>e.filter(({rule:e})=>"unreadable-file"===e||"invalid-policy"===e).length;return t.roles.length<e.roles.length||n(t)>n(e)})(c,r.result);for(let{finding:t}of f?e:[...p,...e.filter(b)])o.add(A(t));if(!f&&!(p.length>0)){for(let{file:e}of t)a.has(e.path)||a.set(e.path,e.text);s.push(...e),u=i,c=r.result}}let p=[...a].map(([e,t])=>({path:e,before:t,after:u.get(e)??t}));return{before:r.result,after:c,findings:s,files:p}})(a,f);if(t.progress.end(),"problems"in k)return p.TR(k.problems,t);let R=new Map(e.dryRun?[]:k.files.map(({path:e,after:t})=>[e,t])),x=await i.z(a,{...f,scope:{...l,edited:R},optionsAt:r.optionsAt});if("problems"in x)return p.TR(x.problems,t);let{report:M}=x;if(e.dryRun){for(let{path:e,before:n,after:i}of k.files)t.patch(((e,t,n)=>{if(t===n)return"";let i=((e,t)=>{let n=0;for(;n<Math.min(e.length,t.length)&&e[n]===t[n];)n+=1;let i=0,r=Math.min(e.length,t.length)-n;for(;i<r&&e.at(-1-i)===t.at(-1-i);)i+=1;let l=e=>({mark:" ",text:e}),a=e.slice(n,e.length-i),o=t.slice(n,t.length-i);return[...e.slice(0,n).map(l),...((e,t)=>{let n=new Map([[1,0]]),i=[],r=e=>n.get(e)??-1;for(let l=0;l<=2e3;l+=1){i.push(new Map(n));for(let a=-l;a<=l;a+=2){let o=a===-l||a!==l&&r(a-1)<r(a+1)?r(a+1):r(a-1)+1;for(;o<e.length&&o-a<t.length&&e[o]===t[o-a];)o+=1;if(n.set(a,o),o>=e.length&&o-a>=t.length)return((e,t,n)=>{let i=[],[r,l]=[e.length,t.length];for(let a=n.length-1;a>=0;a-=1){let o=n[a],s=e=>o?.get(e)??-1,u=r-l,c=u===-a||u!==a&&s(u-1)<s(u+1),p=s(c?u+1:u-1),f=p-(c?u+1:u-1);for(;r>Math.max(p,0)&&l>Math.max(f,0);)r-=1,l-=1,i.push({mark:" ",text:e[r]??""});a>0&&i.push(c?{mark:"+",text:t[f]??""}:{mark:"-",text:e[p]??""}),[r,l]=[p,f]}return i.reverse()})(e,t,i)}}return null})(a,o)??[...a.map(e=>({mark:"-",text:e})),...o.map(e=>({mark:"+",text:e}))],...e.slice(e.length-i).map(l)]})(P(t),P(n));return`--- a/${e}
+++ b/${e}
${(e=>{let t=[];return e.forEach(({mark:n},i)=>{if(" "===n)return;let r=t.at(-1),l=Math.min(e.length,i+3+1);void 0!==r&&i-3<=r[1]?r[1]=l:t.push([Math.max(0,i-3),l])}),t})(i).map(([e,t])=>((e,t,n)=>{let i=(t,n,i)=>e.slice(t,n).filter(e=>" "===e.mark||e.mark===i).length,r=e=>{let r=i(t,n,e),l=i(0,t,e)+ +(0!==r);return`${e}${l}${1===r?"":`,${r}`}`},l=e.slice(t,n).map(({mark:e,text:t})=>e+(t.endsWith(`
`)?t:`${t}
\\ No newline at end of file
`)).join("");return`@@ ${r("-")} ${r("+")} @@
${l}`})(i,e,t)).join("")}`})(e,n,i));for(let e of W(k))t.error(`${N(e)}
`);return t.error(`${C(k,"would make")}; ${D(k)}
`),v.$(M)}for(let e of(({findings:e},t)=>e.map(({finding:e,fix:n,isPlanned:i})=>[`${t.paint("success",`fixed[${e.rule}]`)} ${o.RK(e.message)}`,`  --\x3e ${o.RK(s.j(S.x5(e.place)))}`,`  ${o.RK(n.description)}`,...i?["  the plan that was read still holds the policy as it was: make it anew"]:[]].join(`
`)))(k,t))t.say(`${e}

`);let{writeAskedFiles:T}=await n.e(664).then(n.bind(n,1458)),L=[...k.files.map(e=>((e,t)=>{let n=$.Hi(e,t.path),i=e=>`${t.path} is not changed: ${e}`;if(!$.UO(e.root,n))return i("it lies outside of the working directory; run the command there");try{if(d.lstatSync(n).isSymbolicLink())return i("it is a symbolic link; name the file that it leads to");let r=d.realpathSync(h.dirname(n));if(!$.UO(d.realpathSync(e.root),r))return i("a symbolic link leads out of the working directory");let l=d.readFileSync(n),a=y.D4(l);if(!("text"in a)||a.text!==t.before)return i("it was changed meanwhile; run the command again");let o=y.sx(l,t.after);if(null===o)return i("it is not plain UTF-8 or UTF-16 text; save it as UTF-8");return((e,t,n)=>{d.accessSync(e,d.constants.W_OK);let i=h.join(t,`.worker-iam-check-${m.randomUUID()}.tmp`);try{d.writeFileSync(i,n,{flag:"wx",mode:511&d.lstatSync(e).mode}),d.renameSync(i,e)}finally{d.rmSync(i,{force:!0})}})(n,r,o),null}catch(e){return i(`it can't be written: ${g.m(e).reason}`)}})(l,e)).filter(e=>null!==e),...T(e,l,M,u)];if(0===L.length){for(let n of(t.say(w.S(M,O.h(e,t,x.sources))),W(k)))t.say(`
${N(n)}`);return t.say(`
${C(k,"made")}; ${D(k)}
`),v.$(M)}for(let e of L)t.error(`error: ${e}
`);return 2}function W({after:e,findings:t}){let n=t.filter(({isPlanned:e})=>e).map(({finding:e})=>e);return e.findings.filter(({suppressedBy:e,role:t,kind:i})=>null===e&&!n.some(e=>e.role===t&&e.kind===i)).map(T).filter(e=>null!==e)}function N(e){return e.split(`
`).map(o.RK).join(`
`)}function C({findings:e,files:t},n){if(0===e.length)return"nothing that can be fixed here";let i=`${e.length} ${1===e.length?"fix":"fixes"}`;return`${n} ${i} in ${u.L(t.length,"file")}`}function D({after:e}){return`${u.L(e.findings.filter(({suppressedBy:e})=>null===e).length,"finding")} left`}var U=n(2930),V=n(6625),I=n(7242),E=n(9335),F=n(7064),K=n(1473);function B(e,t,n){let{deployment:i}=t,r=e.map(e=>((e,t,n)=>{let i=F.TY(e,t),r=n.requestsOf(e);if(null===r)return"patterns"===i.kind?i.patterns.map(e=>({arn:e,whole:!1})):null;if(0===r.types.length||"everything"===i.kind)return null;let l=K.$O(t)??"aws",a=F.vC(r.types,i,l).flatMap(({arn:e,within:t})=>null===t?[{arn:e,whole:!0}]:t.map(e=>({arn:e,whole:!1})));return a.some(({arn:e})=>/[*?]/.test(I.wo(e)?.[2]??"*"))?null:a})(e.toLowerCase(),t,n)),l=r.flatMap(e=>e??[]);if(r.includes(null)||0===l.length)return null;let a=null===i?[]:[{...i,regions:[]},{...i,regions:[],accounts:[]}];for(let e of[i,...a]){let t=(e=>{let t=[...new Set(e)].sort().map(e=>({arn:e,pattern:E.S(e),parts:I.wo(e)}));return t.filter((e,n)=>t.every((t,i)=>i===n||t.parts?.[4]!==e.parts?.[4]||!E.hU(t.pattern,e.pattern)||i>n&&E.hU(e.pattern,t.pattern))).map(({arn:e})=>e)})(l.flatMap(({arn:t,whole:n})=>I.mV(t,e).map(e=>n?(e=>{let t=I.wo(e);return null===t||"s3"===t[2]||""===t[4]||"aws"===t[4]?e:[...t.slice(0,5),"*"].join(":")})(e):e)));if(t.join("").length<=2500)return t}return null}var J=n(1909),q=n(1462);let H="Service that assumes the role, such as ec2.amazonaws.com for a role that is attached to an instance";function z({action:e,resource:t,condition:n}){return[V.D3(n),"*"===t?"":t.join(" "),e].join(`
`)}function Y(e,t,n){let{action:i,resource:r,condition:l}=t,a=void 0===l?{}:{Condition:V.aO(l)},o=e.at(-1);if(void 0!==o&&(({Resource:e,Condition:t})=>JSON.stringify([e,void 0===t?{}:{Condition:t}]))(o)===JSON.stringify([r,a]))return[...e.slice(0,-1),{...o,Action:[...o.Action,i]}];let s=`${G(n)}${0===e.length?"":e.length+1}`;return[...e,{Sid:s,Effect:"Allow",Action:[i],Resource:r,...a}]}function G(e){return e.map(e=>`${e.slice(0,1).toUpperCase()}${e.slice(1)}`).join("")}function Q(e){return e.toLowerCase().split(/[-_]+/).filter(Boolean)}let Z=`  ApplianceArn:
    Type: String
    Description: ARN of the backup appliance's impersonation role, or of its account
`,X=`  TrustedService:
    Type: String
    Description: ${H}
`;function ee({words:e,documents:t,services:n,appliance:i,isTrustOpen:r}){let l=G(e);return`  ${l}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
${null===i?"":et(`AWS: ${"fill-in"===i?"!Ref ApplianceArn":JSON.stringify(i)}`)}${n.map(e=>et(`Service: ${"ec2"===e?'!Sub "ec2.${AWS::URLSuffix}"':e}`)).join("")}${r?et("Service: !Ref TrustedService"):""}${t.map((e,n)=>{var i;let r;return i=`${l}Policy${1===t.length?"":n+1}`,r=e.Statement.map(({Sid:e,Action:t,Resource:n,Condition:i})=>`          - Sid: ${e}
            Effect: Allow
            Action:
${t.map(e=>`              - ${e}
`).join("")}            Resource:${"*"===n?' "*"':n.map(e=>`
              - ${JSON.stringify(e)}`).join("")}
${((e={})=>{let t=Object.entries(e).map(([e,t])=>{let n=Object.entries(t).map(([e,t])=>`                ${e}: ${JSON.stringify(t)}
`);return`              ${e}:
${n.join("")}`});return 0===t.length?"":`            Condition:
${t.join("")}`})(i)}`),`  ${i}:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles:
        - !Ref ${l}Role
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
${r.join("")}`}).join("")}${n.includes("ec2")?`  ${l}Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      Roles:
        - !Ref ${l}Role
`:""}`}function et(e){return`          - Effect: Allow
            Principal:
              ${e}
            Action: sts:AssumeRole
`}var en=n(7872);let ei=`variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role, or of its account"
  type        = string
}

`,er=`variable "trusted_service" {
  description = "${H}"
  type        = string
}

`;function el({words:e,documents:t,services:n,partition:i,appliance:r,isTrustOpen:l}){let a,o=(a=e.join("_"),/^\d/.test(a)?`_${a}`:a),s=e.join("-"),u=[...("fill-in"===r?["var.appliance_arn"]:null===r?[]:[x.TL(r)]).map(e=>ea("AWS",e)),...n.map(e=>ea("Service",x.TL(en.w(e,i)))),...l?[ea("Service","var.trusted_service")]:[]];return`data "aws_iam_policy_document" "${o}_trust" {
${u.join(`
`)}}

resource "aws_iam_role" "${o}" {
  name               = "${s}"
  assume_role_policy = data.aws_iam_policy_document.${o}_trust.json
}
${t.map((e,n)=>((e,t,n,{Statement:i})=>{let r=null===n?e:`${e}_${n}`,l=null===n?t:`${t}-${n}`,a=i.map(({Sid:e,Action:t,Resource:n,Condition:i})=>`  statement {
    sid = "${e}"
    actions = [
${eo(t)}    ]
    resources = ${"*"===n?'["*"]':`[
${eo(n)}    ]`}
${((e={})=>Object.entries(e).flatMap(([e,t])=>Object.entries(t).map(([t,n])=>({test:e,variable:t,values:[n].flat()}))).map(({test:e,variable:t,values:n})=>`    condition {
      test     = "${e}"
      variable = ${x.TL(t)}
      values   = [${n.map(x.TL).join(", ")}]
    }
`).join(""))(i)}  }
`);return`
data "aws_iam_policy_document" "${r}" {
${a.join(`
`)}}

resource "aws_iam_policy" "${r}" {
  name   = "${l}"
  policy = data.aws_iam_policy_document.${r}.json
}

resource "aws_iam_role_policy_attachment" "${r}" {
  role       = aws_iam_role.${e}.name
  policy_arn = aws_iam_policy.${r}.arn
}
`})(o,s,1===t.length?null:n+1,e)).join("")}${n.includes("ec2")?`
resource "aws_iam_instance_profile" "${o}" {
  name = "${s}"
  role = aws_iam_role.${o}.name
}
`:""}`}function ea(e,t){return`  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "${e}"
      identifiers = [${t}]
    }
  }
`}function eo(e){return e.map(e=>`      ${x.TL(e)},
`).join("")}var es=n(8782),eu=n(3666),ec=n(6044);let ep={json:e=>{let t,[n,...i]=e.flatMap(({documents:e})=>e);return`${JSON.stringify(0===i.length?n:{RoleDetailList:(t=e.map(e=>{let t,n=(({words:e,documents:t})=>t.map((n,i)=>{let r=[...e,...1===t.length?[]:[i+1]].join("-");return{name:r,arn:`arn:aws:iam::111122223333:policy/${r}`,document:n}}))(e);return{policies:n,role:{RoleName:t=e.words.join("-"),...(({services:e,partition:t,appliance:n,isTrustOpen:i})=>"fill-in"===n||i?{}:{AssumeRolePolicyDocument:{Version:"2012-10-17",Statement:[...null===n?[]:[{AWS:n}],...e.map(e=>({Service:en.w(e,t)}))].map(e=>({Effect:"Allow",Principal:e,Action:"sts:AssumeRole"}))}})(e),InstanceProfileList:e.services.includes("ec2")?[{InstanceProfileName:t}]:[],RolePolicyList:[],AttachedManagedPolicies:n.map(e=>({PolicyName:e.name,PolicyArn:e.arn}))}}})).map(({role:e})=>e),Policies:t.flatMap(({policies:e})=>e.map(({name:e,arn:t,document:n})=>({PolicyName:e,Arn:t,PolicyVersionList:[{Document:n,VersionId:"v1",IsDefaultVersion:!0}]})))},null,2)}
`},cloudformation:e=>{let t=e.some(({appliance:e})=>"fill-in"===e)?Z:"",n=e.some(({isTrustOpen:e})=>e)?X:"",i=t+n===""?"":`Parameters:
${t}${n}`;return`AWSTemplateFormatVersion: "2010-09-09"
${i}Resources:
${e.map(ee).join("")}`},terraform:e=>{let t=e.some(({appliance:e})=>"fill-in"===e)?ei:"",n=e.some(({isTrustOpen:e})=>e)?er:"";return`${t}${n}${e.map(el).join(`
`)}`}};async function ef(e,t){let n=p.H8(e,["json","cloudformation","terraform"],t);if(null===n)return 2;let i=c.T({...e,inputs:new Map([...e.inputs,["files",""]])},t);if("refused"===i.kind)return i.status;let{check:r}=i.options,l=await U.o(i.scope,r.requirements,r.requirementsInConfig);if("problems"in l)return p.TR(l.problems,t);let{requirements:a}=l,o=await es.W(),s=ec.Q(r.resources,a,o);if(s.length>0)return p.TR(s,t);let u=[...new Map(e.operands.map(e=>[...new Set(e.split("+"))]).toReversed().map(e=>[e.toSorted().join("+"),e])).values()].toReversed(),f=e.operands.find(e=>e.split("+").includes(""));if(void 0!==f)return p.Wp(t,`a kind is missing in \`${f}\``,"write a + between two kinds only: backup+restore");let{kinds:d,unknown:h}=eu.ET(a,u.flat()),$=[...a.kinds.map(({name:e})=>e),...a.aliases.keys()].join(", ");if(h.length>0)return p.Wp(t,`there is no kind ${h.join(", ")}`,`kinds are ${$}`);if(0===d.length)return p.Wp(t,"policy takes at least one kind",`kinds are ${$}`);let g=1===r.appliance.length?r.appliance[0]??null:null,y=((e,t)=>{let n=[];for(let i of t){let t=Q([e??"",i.join("-and-")].join("-")),r=t.join("-").length<=64&&n.every(e=>!((e,t)=>{if(G(e)===G(t))return!0;let[n="",i=""]=[e.join("-"),t.join("-")].sort();return i.startsWith(n)&&/^-(\d+|trust)$/.test(i.slice(n.length))})(t,e));n.push(r?t:((e,t)=>{let n=m.createHash("sha256").update(t).digest("hex").slice(0,8);return[...Q(e.join("-").slice(0,64-n.length-1)),n]})(t,i.join("+")))}return n})(a.nameMarks[0],u).map((e,t)=>{let n,i,{kinds:l}=eu.ET(a,u[t]??[]);return i=[...n=new Set(l.flatMap(({trust:e})=>e))].filter(e=>"appliance"!==e),{words:e,documents:((e,t)=>{let n=[],i=[];for(let r of e){let e=Y(i,r,t);JSON.stringify({Version:"2012-10-17",Statement:e}).length<=J.pX||0===i.length?i=e:(n.push(i),i=Y([],r,t))}return[...n,i].map(e=>({Version:"2012-10-17",Statement:e}))})(((e,t,n)=>{if(!F.GO(t))return[...e];let i=new Map;for(let r of e){let{action:e,resource:l,condition:a}=r,o=null===("*"===l?B([e],t,n):null)||"patterns"===F.TY(e.toLowerCase(),t).kind?e:e.slice(0,e.indexOf(":")),s=[V.D3(a),o].join(`
`);i.set(s,[...i.get(s)??[],r])}return[...i.values()].flatMap(e=>{let i=e.map(({action:e})=>e),r=e.every(({resource:e})=>"*"===e)?B(i,t,n):null;return null===r?e:e.map(e=>({...e,resource:r}))})})(q.eV(l.flatMap(({actions:e})=>e)).map(({action:e,resources:t,condition:n})=>({action:e,resource:t.includes("*")?"*":[...t].sort(),condition:n})),r,o).sort((e,t)=>{var n,i;return(n=z(e))===(i=z(t))?0:n<i?-1:1}),e),services:i,partition:K.$O(r),appliance:n.has("appliance")?g??"fill-in":null,isTrustOpen:0===n.size}}),{limit:w}=J.u0;for(let{words:e,documents:n}of y)n.length<=w||t.error(`warning: role ${e.join("-")} needs ${n.length} policies, and a role may carry ${w} unless the quota is raised
`);return t.out(ep[n](y)),0}}),7679:(function(e,t,n){n.d(t,{$:()=>i});function i(e){return+("failure"===e.conclusion)}}),6299:(function(e,t,n){n.d(t,{h:()=>i});function i(e,t,n){let{paint:i,columns:r}=t,l=e.snippets??t.snippets;return{paint:i,columns:r,sourceOf:({file:e,commit:t})=>l&&void 0===t?n.get(e)??null:null}}})};