export const id=717;export const ids=[717];export const modules={4717:(function(e,t,n){n.r(t),n.d(t,{baselineCommand:()=>m,fixCommand:()=>Q,policyCommand:()=>ed});var r=n(1421),i=n(2767),l=n(4351),o=n(6250),a=n(5677),s=n(5944),u=n(7870),c=n(7927),f=n(6753),p=n(6136);async function m(e,t){if(null===(0,p.H8)(e,["json"],t))return 2;let n=(0,f.T)(e,t);if("refused"===n.kind)return n.status;let{scope:m}=n,{check:d}=n.options,$=await (0,r.N)(d,{scope:m,today:t.today});if("problems"in $)return(0,p.TR)($.problems,t);let h=$.result.findings.filter(({suppressedBy:e})=>null===e).map(a.M$),g=(0,o.Y)(h);if(null===d.baseline)t.out(g);else{let n=""===e.inputs.get("baseline"),r=(0,i.b)({...m,confined:n},d.baseline,g);if(null!==r)return(0,p.TR)([{message:r,help:null,place:null}],t);t.say(`${d.baseline}: ${(0,c.L)(h.filter(l.ZM).length,"finding")}
`)}let y=h.filter(e=>!(0,l.ZM)(e));for(let{message:e,location:n}of y)t.error(`error: ${(0,s.RK)(e)}
  --\x3e ${(0,s.RK)((0,u.j)(n))}
`);return+(0!==y.length)}var d=n(7598),$=n(3024),h=n(6760),g=n(8722),y=n(7223),w=n(9903),v=n(3733),S=n(9442),j=n(7679),k=n(2040),b=n(1769),_=n(4458);function R(e){return[(0,_.R)(e),...e.actions].join(" ")}var A=n(2208),x=n(7872),M=n(6625),O=n(7242),T=n(9335),N=n(7064),P=n(1473);function L(e,t,n){let{deployment:r}=t,i=e.map(e=>(function(e,t,n){let r=(0,N.TY)(e,t),i=n.requestsOf(e);if(null===i){var l;return"patterns"===(l=r).kind?l.patterns.map(e=>({arn:e,whole:!1})):null}if(0===i.types.length||"everything"===r.kind)return null;let o=(0,P.$O)(t)??"aws",a=(0,N.vC)(i.types,r,o).flatMap(({arn:e,within:t})=>null===t?[{arn:e,whole:!0}]:t.map(e=>({arn:e,whole:!1})));return a.some(({arn:e})=>/[*?]/.test((0,O.wo)(e)?.[2]??"*"))?null:a})(e.toLowerCase(),t,n)),l=i.flatMap(e=>e??[]);if(i.includes(null)||0===l.length)return null;let o=null===r?[]:[{...r,regions:[]},{...r,regions:[],accounts:[]}];for(let e of[r,...o]){let t=function(e){let t=[...new Set(e)].sort().map(e=>({arn:e,pattern:(0,T.S)(e),parts:(0,O.wo)(e)}));return t.filter((e,n)=>t.every((t,r)=>r===n||t.parts?.[4]!==e.parts?.[4]||!(0,T.hU)(t.pattern,e.pattern)||r>n&&(0,T.hU)(e.pattern,t.pattern))).map(({arn:e})=>e)}(l.flatMap(({arn:t,whole:n})=>(0,O.mV)(t,e).map(e=>n?function(e){let t=(0,O.wo)(e);return null===t||"s3"===t[2]||""===t[4]||"aws"===t[4]?e:[...t.slice(0,5),"*"].join(":")}(e):e)));if(t.join("").length<=2500)return t}return null}var W=n(1909),C=n(1462);let D="Service that assumes the role, such as ec2.amazonaws.com for a role that is attached to an instance";function I({action:e,resource:t,condition:n}){return[(0,M.D3)(n),"*"===t?"":t.join(" "),e].join(`
`)}function U(e,t,n){let{action:r,resource:i,condition:l}=t,o=void 0===l?{}:{Condition:(0,M.aO)(l)},a=e.at(-1);if(void 0!==a&&function({Resource:e,Condition:t}){return JSON.stringify([e,void 0===t?{}:{Condition:t}])}(a)===JSON.stringify([i,o]))return[...e.slice(0,-1),{...a,Action:[...a.Action,r]}];let s=`${F(n)}${0===e.length?"":e.length+1}`;return[...e,{Sid:s,Effect:"Allow",Action:[r],Resource:i,...o}]}function F(e){return e.map(e=>`${e.slice(0,1).toUpperCase()}${e.slice(1)}`).join("")}let V=`variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role, or of its account"
  type        = string
}

`,E=`variable "trusted_service" {
  description = "${D}"
  type        = string
}

`;function J({words:e,documents:t,services:n,partition:r,appliance:i,isTrustOpen:l}){var o,a;let s,u=(s=e.join("_"),/^\d/.test(s)?`_${s}`:s),c=e.join("-"),f=[...("fill-in"===i?["var.appliance_arn"]:null===i?[]:[K(i)]).map(e=>H("AWS",e)),...n.map(e=>H("Service",K((0,x.w)(e,r)))),...l?[H("Service","var.trusted_service")]:[]];return`data "aws_iam_policy_document" "${u}_trust" {
${f.join(`
`)}}

resource "aws_iam_role" "${u}" {
  name               = "${c}"
  assume_role_policy = data.aws_iam_policy_document.${u}_trust.json
}
${t.map((e,n)=>(function(e,t,n,{Statement:r}){let i=null===n?e:`${e}_${n}`,l=null===n?t:`${t}-${n}`,o=r.map(({Sid:e,Action:t,Resource:n,Condition:r})=>`  statement {
    sid = "${e}"
    actions = [
${z(t)}    ]
    resources = ${"*"===n?'["*"]':`[
${z(n)}    ]`}
${q(r)}  }
`);return`
data "aws_iam_policy_document" "${i}" {
${o.join(`
`)}}

resource "aws_iam_policy" "${i}" {
  name   = "${l}"
  policy = data.aws_iam_policy_document.${i}.json
}

resource "aws_iam_role_policy_attachment" "${i}" {
  role       = aws_iam_role.${e}.name
  policy_arn = aws_iam_policy.${i}.arn
}
`})(u,c,1===t.length?null:n+1,e)).join("")}${n.includes("ec2")?(o=u,a=c,`
resource "aws_iam_instance_profile" "${o}" {
  name = "${a}"
  role = aws_iam_role.${o}.name
}
`):""}`}function K(e){return JSON.stringify(e).replaceAll("${","$${").replaceAll("%{","%%{")}function H(e,t){return`  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "${e}"
      identifiers = [${t}]
    }
  }
`}function q(e={}){return Object.entries(e).flatMap(([e,t])=>Object.entries(t).map(([t,n])=>({test:e,variable:t,values:[n].flat()}))).map(({test:e,variable:t,values:n})=>`    condition {
      test     = "${e}"
      variable = ${K(t)}
      values   = [${n.map(K).join(", ")}]
    }
`).join("")}function z(e){return e.map(e=>`      ${K(e)},
`).join("")}function B(e){let t=(0,S.x5)(e.place);if(!(0,u.p)(t)||!/\.(?:tf|tofu)$/.test(t.file))return null;let n=((0,S.xM)(e.place)?.text??"").split(`
`).slice(0,t.line).findLast(e=>/^\s*(?:data|resource)\s+"/.test(e))??"",r=function({rule:e,actions:t,condition:n=[],remedy:r},i){if("missing-action"===e){var l,o,a;let e,r,s=(0,M.aO)(n);return i?(l=t,e=q(s),`  statement {
    actions = [
${Y(l,"      ")}    ]
    resources = ["*"]
${e}  }`):(o=t,r=0===Object.keys(a=s).length?"":`    Condition = ${JSON.stringify(a)}
`,`  {
    Effect = "Allow"
    Action = [
${Y(o,"      ")}    ]
    Resource = "*"
${r}  }`)}switch(r?.kind){case"add-trust":{let e=(0,k.K)(r);if(null===e)return null;return i?function({type:e,id:t}){return`  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "${e}"
      identifiers = ["${t}"]
    }
  }`}(e):function({type:e,id:t}){return`  {
    Effect    = "Allow"
    Principal = { ${e} = "${t}" }
    Action    = "sts:AssumeRole"
  }`}(e)}case"add-instance-profile":return function(e){let[,t,n]=/(?:^|\.)(aws_iam_role\.([\w-]+)(?:\[.+\])?)$/.exec(e)??[];return void 0===t||void 0===n?null:`resource "aws_iam_instance_profile" "${n}" {
  name = ${t}.name
  role = ${t}.name
}`}(r.role.id);default:return null}}(e,n.includes('"aws_iam_policy_document"'));return null===r?null:`to add by hand to role ${e.role} at ${(0,u.j)(t)}:

${r}
`}function Y(e,t){return e.map(e=>`${t}"${e}",
`).join("")}var Z=n(6299);function G(e){return e.match(/[^\n]*\n|[^\n]+$/g)??[]}async function Q(e,t){var n;if(null===(0,p.H8)(e,["text"],t))return 2;let i=(0,f.T)(e,t);if("refused"===i.kind)return i.status;let{scope:l}=i,{check:o,publish:a}=i.options,c={scope:l,today:t.today,onReading:t.progress.reading},m=await async function(e,t){let n=n=>(0,r.N)(e,{...t,scope:{...t.scope,edited:n}}),i=await n(new Map);if("problems"in i)return i;let l=new Map,o=new Set,a=[],s=new Map,{result:u}=i;for(let e=0;e<100;e+=1){let e=function(e,t){let n=[],r=new Set;for(let i of e){if(void 0===i.remedy||null!==i.suppressedBy||t.has(R(i)))continue;let e=`${(0,S.W7)(i.place)}
${i.role}`;if(r.has(e))continue;let l=(0,k.B)(i.remedy);null===l||function(e,t){return e.some(e=>t.some(t=>e.file.path===t.file.path&&e.start<=t.end&&t.start<=e.end))}(l.edits,n.flatMap(e=>e.fix.edits))||(r.add(e),n.push({finding:i,fix:l}))}return n}(u.findings,o);if(0===e.length)break;let t=e.flatMap(({fix:e})=>e.edits),r=function(e,t){let n=new Map(e);for(let e of new Set(t.map(e=>e.file)))n.set(e.path,(0,b.ct)(e.text,t.filter(t=>t.file===e)));return n}(s,t),i=await n(r);if("problems"in i)return i;let c=function(e,t){let n=new Set(t.findings.map(R));return e.filter(({finding:e})=>n.has(R(e)))}(e,i.result),f=0===c.length&&function(e,t){let n=({findings:e})=>e.filter(({rule:e})=>"unreadable-file"===e||"invalid-policy"===e).length;return t.roles.length<e.roles.length||n(t)>n(e)}(u,i.result);for(let{finding:t}of f?e:c)o.add(R(t));if(!f&&!(c.length>0)){for(let{file:e}of t)l.has(e.path)||l.set(e.path,e.text);a.push(...e),s=r,u=i.result}}let c=[...l].map(([e,t])=>({path:e,before:t,after:s.get(e)??t}));return{before:i.result,after:u,findings:a,files:c}}(o,c);if(t.progress.end(),"problems"in m)return(0,p.TR)(m.problems,t);let _=new Map(e.dryRun?[]:m.files.map(({path:e,after:t})=>[e,t])),x=await (0,r.z)(o,{...c,scope:{...l,edited:_},optionsAt:i.optionsAt});if("problems"in x)return(0,p.TR)(x.problems,t);let{report:M}=x;if(e.dryRun){for(let{path:e,before:n,after:r}of m.files)t.patch(function(e,t,n){if(t===n)return"";let r=function(e,t){let n=0;for(;n<Math.min(e.length,t.length)&&e[n]===t[n];)n+=1;let r=0,i=Math.min(e.length,t.length)-n;for(;r<i&&e.at(-1-r)===t.at(-1-r);)r+=1;let l=e=>({mark:" ",text:e}),o=e.slice(n,e.length-r),a=t.slice(n,t.length-r);return[...e.slice(0,n).map(l),...function(e,t){let n=new Map([[1,0]]),r=[],i=e=>n.get(e)??-1;for(let l=0;l<=2e3;l+=1){r.push(new Map(n));for(let o=-l;o<=l;o+=2){let a=o===-l||o!==l&&i(o-1)<i(o+1)?i(o+1):i(o-1)+1;for(;a<e.length&&a-o<t.length&&e[a]===t[a-o];)a+=1;if(n.set(o,a),a>=e.length&&a-o>=t.length)return function(e,t,n){let r=[],[i,l]=[e.length,t.length];for(let o=n.length-1;o>=0;o-=1){let a=n[o],s=e=>a?.get(e)??-1,u=i-l,c=u===-o||u!==o&&s(u-1)<s(u+1),f=s(c?u+1:u-1),p=f-(c?u+1:u-1);for(;i>Math.max(f,0)&&l>Math.max(p,0);)i-=1,l-=1,r.push({mark:" ",text:e[i]??""});o>0&&r.push(c?{mark:"+",text:t[p]??""}:{mark:"-",text:e[f]??""}),[i,l]=[f,p]}return r.reverse()}(e,t,r)}}return null}(o,a)??[...o.map(e=>({mark:"-",text:e})),...a.map(e=>({mark:"+",text:e}))],...e.slice(e.length-r).map(l)]}(G(t),G(n));return`--- a/${e}
+++ b/${e}
${(function(e){let t=[];return e.forEach(({mark:n},r)=>{if(" "===n)return;let i=t.at(-1),l=Math.min(e.length,r+3+1);void 0!==i&&r-3<=i[1]?i[1]=l:t.push([Math.max(0,r-3),l])}),t})(r).map(([e,t])=>(function(e,t,n){let r=(t,n,r)=>e.slice(t,n).filter(e=>" "===e.mark||e.mark===r).length,i=e=>{let i=r(t,n,e),l=r(0,t,e)+ +(0!==i);return`${e}${l}${1===i?"":`,${i}`}`},l=e.slice(t,n).map(({mark:e,text:t})=>e+(t.endsWith(`
`)?t:`${t}
\\ No newline at end of file
`)).join("");return`@@ ${i("-")} ${i("+")} @@
${l}`})(r,e,t)).join("")}`}(e,n,r));for(let e of ee(m))t.error(`${et(e)}
`);return t.error(`${en(m,"would make")}; ${er(m)}
`),(0,j.$)(M)}for(let e of function({findings:e},t){return e.map(({finding:e,fix:n})=>[`${t.paint("success",`fixed[${e.rule}]`)} ${(0,s.RK)(e.message)}`,`  --\x3e ${(0,s.RK)((0,u.j)((0,S.x5)(e.place)))}`,`  ${(0,s.RK)(n.description)}`,...X(e)?["  the plan that was read still holds the policy as it was: make it anew"]:[]].join(`
`))}(m,t))t.say(`${e}

`);let O=[...(n=l,m.files.map(e=>(function(e,t){let n=(0,g.Hi)(e,t.path),r=e=>`${t.path} is not changed: ${e}`;if(!(0,g.UO)(e.root,n))return r("it lies outside of the working directory; run the command there");try{if((0,$.lstatSync)(n).isSymbolicLink())return r("it is a symbolic link; name the file that it leads to");let i=(0,$.realpathSync)((0,h.dirname)(n));if(!(0,g.UO)((0,$.realpathSync)(e.root),i))return r("a symbolic link leads out of the working directory");let l=(0,$.readFileSync)(n),o=(0,w.D4)(l);if(!("text"in o)||o.text!==t.before)return r("it was changed meanwhile; run the command again");let a=(0,w.sx)(l,t.after);if(null===a)return r("it is not plain UTF-8 or UTF-16 text; save it as UTF-8");return function(e,t,n){(0,$.accessSync)(e,$.constants.W_OK);let r=(0,h.join)(t,`.worker-iam-check-${(0,d.randomUUID)()}.tmp`);try{(0,$.writeFileSync)(r,n,{flag:"wx",mode:511&(0,$.lstatSync)(e).mode}),(0,$.renameSync)(r,e)}finally{(0,$.rmSync)(r,{force:!0})}}(n,i,a),null}catch(e){return r(`it can't be written: ${(0,y.m)(e).reason}`)}})(n,e)).filter(e=>null!==e)),...(0,A.j)(e,l,M,a)];if(0===O.length){for(let n of(t.say((0,v.S)(M,(0,Z.h)(e,t,x.sources))),ee(m)))t.say(`
${et(n)}`);return t.say(`
${en(m,"made")}; ${er(m)}
`),(0,j.$)(M)}for(let e of O)t.error(`error: ${e}
`);return 2}function X({remedy:e}){return e?.kind==="add-actions"&&"terraform-plan"===e.role.format}function ee({after:e,findings:t}){let n=t.map(({finding:e})=>e).filter(X);return e.findings.filter(({suppressedBy:e,role:t,kind:r})=>null===e&&!n.some(e=>e.role===t&&e.kind===r)).map(B).filter(e=>null!==e)}function et(e){return e.split(`
`).map(s.RK).join(`
`)}function en({findings:e,files:t},n){if(0===e.length)return"nothing that can be fixed here";let r=`${e.length} ${1===e.length?"fix":"fixes"}`;return`${n} ${r} in ${(0,c.L)(t.length,"file")}`}function er({after:e}){return`${(0,c.L)(e.findings.filter(({suppressedBy:e})=>null===e).length,"finding")} left`}var ei=n(2930);function el(e){return e.toLowerCase().split(/[-_]+/).filter(Boolean)}let eo=`  ApplianceArn:
    Type: String
    Description: ARN of the backup appliance's impersonation role, or of its account
`,ea=`  TrustedService:
    Type: String
    Description: ${D}
`;function es({words:e,documents:t,services:n,appliance:r,isTrustOpen:i}){var l;let o=F(e);return`  ${o}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
${null===r?"":eu(`AWS: ${"fill-in"===r?"!Ref ApplianceArn":JSON.stringify(r)}`)}${n.map(e=>{var t;return eu(`Service: ${"ec2"===(t=e)?'!Sub "ec2.${AWS::URLSuffix}"':t}`)}).join("")}${i?eu("Service: !Ref TrustedService"):""}${t.map((e,n)=>{var r,i;let l;return r=o,i=`${o}Policy${1===t.length?"":n+1}`,l=e.Statement.map(({Sid:e,Action:t,Resource:n,Condition:r})=>{var i;return`          - Sid: ${e}
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
${l.join("")}`}).join("")}${n.includes("ec2")?(l=o,`  ${l}Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      Roles:
        - !Ref ${l}Role
`):""}`}function eu(e){return`          - Effect: Allow
            Principal:
              ${e}
            Action: sts:AssumeRole
`}var ec=n(8782),ef=n(3666),ep=n(6044);let em={json:function(e){let t,[n,...r]=e.flatMap(({documents:e})=>e);return`${JSON.stringify(0===r.length?n:{RoleDetailList:(t=e.map(e=>{var t,n;let r,i=function({words:e,documents:t}){return t.map((n,r)=>{let i=[...e,...1===t.length?[]:[r+1]].join("-");return{name:i,arn:`arn:aws:iam::111122223333:policy/${i}`,document:n}})}(e);return{policies:i,role:(t=e,n=i,{RoleName:r=t.words.join("-"),...function({services:e,partition:t,appliance:n,isTrustOpen:r}){return"fill-in"===n||r?{}:{AssumeRolePolicyDocument:{Version:"2012-10-17",Statement:[...null===n?[]:[{AWS:n}],...e.map(e=>({Service:(0,x.w)(e,t)}))].map(e=>({Effect:"Allow",Principal:e,Action:"sts:AssumeRole"}))}}}(t),InstanceProfileList:t.services.includes("ec2")?[{InstanceProfileName:r}]:[],RolePolicyList:[],AttachedManagedPolicies:n.map(e=>({PolicyName:e.name,PolicyArn:e.arn}))})}})).map(({role:e})=>e),Policies:t.flatMap(({policies:e})=>e.map(({name:e,arn:t,document:n})=>({PolicyName:e,Arn:t,PolicyVersionList:[{Document:n,VersionId:"v1",IsDefaultVersion:!0}]})))},null,2)}
`},cloudformation:function(e){let t=e.some(({appliance:e})=>"fill-in"===e)?eo:"",n=e.some(({isTrustOpen:e})=>e)?ea:"",r=t+n===""?"":`Parameters:
${t}${n}`;return`AWSTemplateFormatVersion: "2010-09-09"
${r}Resources:
${e.map(es).join("")}`},terraform:function(e){let t=e.some(({appliance:e})=>"fill-in"===e)?V:"",n=e.some(({isTrustOpen:e})=>e)?E:"";return`${t}${n}${e.map(J).join(`
`)}`}};async function ed(e,t){let n=(0,p.H8)(e,["json","cloudformation","terraform"],t);if(null===n)return 2;let r=(0,f.T)({...e,inputs:new Map([...e.inputs,["files",""]])},t);if("refused"===r.kind)return r.status;let{check:i}=r.options,l=await (0,ei.o)(r.scope,i.requirements,i.requirementsInConfig);if("problems"in l)return(0,p.TR)(l.problems,t);let{requirements:o}=l,a=(0,ep.Q)(i.resources,o);if(a.length>0)return(0,p.TR)(a,t);let s=[...new Map(e.operands.map(e=>[...new Set(e.split("+"))]).toReversed().map(e=>[e.toSorted().join("+"),e])).values()].toReversed(),u=e.operands.find(e=>e.split("+").includes(""));if(void 0!==u)return(0,p.Wp)(t,`a kind is missing in \`${u}\``,"write a + between two kinds only: backup+restore");let{kinds:c,unknown:m}=(0,ef.E)(o,s.flat()),$=[...o.kinds.map(({name:e})=>e),...o.aliases.keys()].join(", ");if(m.length>0)return(0,p.Wp)(t,`there is no kind ${m.join(", ")}`,`kinds are ${$}`);if(0===c.length)return(0,p.Wp)(t,"policy takes at least one kind",`kinds are ${$}`);let h=e.inputs.get("appliance")||null,g=await (0,ec.W)(),y=(function(e,t){let n=[];for(let r of t){let t=el([e??"",r.join("-and-")].join("-")),i=t.join("-").length<=64&&n.every(e=>!function(e,t){if(F(e)===F(t))return!0;let[n="",r=""]=[e.join("-"),t.join("-")].sort();return r.startsWith(n)&&/^-(\d+|trust)$/.test(r.slice(n.length))}(t,e));n.push(i?t:function(e,t){let n=(0,d.createHash)("sha256").update(t).digest("hex").slice(0,8);return[...el(e.join("-").slice(0,64-n.length-1)),n]}(t,r.join("+")))}return n})(o.nameMarks[0],s).map((e,t)=>{var n,r,l;let a,u,{kinds:c}=(0,ef.E)(o,s[t]??[]);return u=[...a=new Set(c.flatMap(({trust:e})=>e))].filter(e=>"appliance"!==e),{words:e,documents:function(e,t){let n=[],r=[];for(let i of e){let e=U(r,i,t);JSON.stringify({Version:"2012-10-17",Statement:e}).length<=W.pX||0===r.length?r=e:(n.push(r),r=U([],i,t))}return[...n,r].map(e=>({Version:"2012-10-17",Statement:e}))}((n=c,r=i,l=g,(function(e,t,n){if(!(0,N.GO)(t))return[...e];let r=new Map;for(let i of e){let{action:e,resource:l,condition:o}=i,a=null===("*"===l?L([e],t,n):null)||"patterns"===(0,N.TY)(e.toLowerCase(),t).kind?e:e.slice(0,e.indexOf(":")),s=[(0,M.D3)(o),a].join(`
`);r.set(s,[...r.get(s)??[],i])}return[...r.values()].flatMap(e=>{let r=e.map(({action:e})=>e),i=e.every(({resource:e})=>"*"===e)?L(r,t,n):null;return null===i?e:e.map(e=>({...e,resource:i}))})})((0,C.eV)(n.flatMap(({actions:e})=>e)).map(({action:e,resources:t,condition:n})=>({action:e,resource:t.includes("*")?"*":[...t].sort(),condition:n})),r,l).sort((e,t)=>{var n,r;return n=I(e),n===(r=I(t))?0:n<r?-1:1})),e),services:u,partition:(0,P.$O)(i),appliance:a.has("appliance")?h??"fill-in":null,isTrustOpen:0===a.size}}),{limit:w}=W.u0;for(let{words:e,documents:n}of y)n.length<=w||t.error(`warning: role ${e.join("-")} needs ${n.length} policies, and a role may carry ${w} unless the quota is raised
`);return t.out(em[n](y)),0}}),7679:(function(e,t,n){n.d(t,{$:()=>r});function r(e){return+("failure"===e.conclusion)}}),2208:(function(e,t,n){n.d(t,{j:()=>i});var r=n(2767);function i(e,t,n,{reportFile:l,sarifFile:o}){let a=n=>({...t,confined:(e.inputs.get(n)??"")===""});return[...(0,r.t)(a("report-file"),n,{reportFile:l,sarifFile:null},null).faults,...(0,r.t)(a("sarif-file"),n,{reportFile:null,sarifFile:o},null).faults]}}),6299:(function(e,t,n){n.d(t,{h:()=>r});function r(e,t,n){let{paint:r,columns:i}=t,l=e.snippets??t.snippets;return{paint:r,columns:i,sourceOf:({file:e,commit:t})=>l&&void 0===t?n.get(e)??null:null}}}),2767:(function(e,t,n){n.d(t,{b:()=>u,t:()=>c});var r=n(3024),i=n(6760),l=n(8722),o=n(7223),a=n(123),s=n(4628);function u({root:e,confined:t},n,r){return f({root:e,workingDirectory:e,confined:t},"baseline",n,()=>r)}function c(e,t,n,r){let o=[],u=(t,n)=>{if(null===t)return null;let r=f(e,"report",t,n);return null===r?(0,l.nD)(e,(0,i.resolve)(e.workingDirectory,t)):(o.push(r),null)};return{reportFile:u(n.reportFile,()=>`${JSON.stringify(t,null,2)}
`),sarifFile:u(n.sarifFile,()=>(0,a.W)(t,s.V,r)),faults:o}}function f(e,t,n,a){let s=(0,i.resolve)(e.workingDirectory,n);if(e.confined&&!(0,l.UO)(e.root,s))return`the ${t} is not written to ${n}, which leads out of the workspace`;try{if(e.confined&&(0,r.lstatSync)(s,{throwIfNoEntry:!1})?.isSymbolicLink())return`the ${t} is not written to ${n}, which is a symbolic link`;if(e.confined&&function(e,t){let n=t;for(;void 0===(0,r.lstatSync)(n,{throwIfNoEntry:!1});)n=(0,i.dirname)(n);return null===(0,l.Nm)(n,[e])}(e.root,(0,i.dirname)(s)))return`the ${t} is not written to ${n}: a symbolic link leads out of the workspace`;return(0,r.mkdirSync)((0,i.dirname)(s),{recursive:!0}),(0,r.writeFileSync)(s,a()),null}catch(e){return`the ${t} can't be written to ${n}: ${(0,o.m)(e).reason}; give another path`}}}),3080:(function(e,t,n){n.d(t,{f:()=>r});function r({message:e,kind:t,actions:n}){return null===t||0===n.length?e:`${e}: ${n.join(", ")}`}}),226:(function(e,t,n){n.d(t,{a:()=>r});function r(e){return encodeURIComponent(e.replace(/\p{Surrogate}/gu,"�"))}}),123:(function(e,t,n){n.d(t,{W:()=>a});var r=n(7870),i=n(5340),l=n(3080),o=n(226);function a(e,t,n){let r=e.findings.filter(({suppressed:e})=>null===e).slice(0,5e3).map(u),l={name:e.tool.name,semanticVersion:e.tool.version,rules:t.map(e=>(function({id:e,summary:t,defaultSeverity:n},r){let i=`docs/rules/${e}.md`,l=null===r?`\`${i}\` of worker-iam-check`:`[${e}](${r}/${e}.md)`;return{id:e,name:e,shortDescription:{text:t},fullDescription:{text:t},...null===r?{}:{helpUri:`${r}/${e}.md`},help:{text:`${t} Why it matters, with an example that fails and one that passes: ${i}.`,markdown:`${t}

Why it matters, with an example that fails and one that passes: ${l}.`},defaultConfiguration:"off"===n?{enabled:!1}:{enabled:!0,level:s[n]},properties:{tags:["iam","aws"],precision:"high"}}})(e,n))};return(0,i.s)({$schema:"https://json.schemastore.org/sarif-2.1.0.json",version:"2.1.0",runs:[{tool:{driver:l},columnKind:"utf16CodeUnits",results:r}]})}let s={error:"error",warning:"warning",notice:"note"};function u(e){let t=null===e.help?"":`. ${e.help}`;return{ruleId:e.rule,level:s[e.severity],message:{text:c(`${(0,l.f)(e)}${t}`)},locations:[{physicalLocation:f(e.location)}],relatedLocations:e.related.map(({location:e,message:t},n)=>({id:n,message:{text:c(t)},physicalLocation:f(e)})),partialFingerprints:{"workerIamCheck/v1":e.fingerprint},fixes:null===e.fix?[]:[function({description:e,edits:t}){let n=[...new Set(t.map(({location:e})=>e.file))].map(e=>({artifactLocation:p(e),replacements:t.filter(({location:t})=>t.file===e).map(({location:e,newText:t})=>({deletedRegion:m(e),insertedContent:{text:t}}))}));return{description:{text:c(e)},artifactChanges:n}}(e.fix)],...void 0===e.baseline?{}:{baselineState:e.baseline.state}}}function c(e){return e.replace(/[[\]\\]/g,"\\$&")}function f(e){return{artifactLocation:p(e.file),region:m(e)}}function p(e){return{uri:e.split("/").map(o.a).join("/")}}function m(e){if(!(0,r.p)(e)||void 0!==e.commit)return{startLine:1};let{line:t,column:n,endLine:i,endColumn:l}=e;return{startLine:t,startColumn:n,endLine:i,endColumn:l}}})};