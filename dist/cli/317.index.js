export const id=317;export const ids=[317];export const modules={7679:(function(e,t,n){n.d(t,{$:()=>r});function r(e){return+("failure"===e.conclusion)}}),9317:(function(e,t,n){n.r(t),n.d(t,{fixCommand:()=>A});var r=n(9075),i=n(7598),l=n(3024),a=n(6760),o=n(8722),s=n(7223),u=n(9903),c=n(3733),f=n(5944),p=n(7870),m=n(9442),d=n(7927),h=n(7679),$=n(2040),g=n(1769),w=n(4458);function y(e){return[(0,w.R)(e),...e.actions].join(" ")}var v=n(6753),_=n(6136),k=n(2208),x=n(306),j=n(9383);function S(e){let t=(0,m.x5)(e.place);if(!(0,p.p)(t)||!/\.(?:tf|tofu)$/.test(t.file))return null;let n=((0,m.xM)(e.place)?.text??"").split(`
`).slice(0,t.line).findLast(e=>/^\s*(?:data|resource)\s+"/.test(e))??"",r=function({rule:e,actions:t,condition:n=[],remedy:r},i){if("missing-action"===e){var l,a,o,s;let e,r,u=(0,j.aO)(n);return i?(l=t,a=u,e=(0,x.U)(a),`  statement {
    actions = [
${b(l,"      ")}    ]
    resources = ["*"]
${e}  }`):(o=t,r=0===Object.keys(s=u).length?"":`    Condition = ${JSON.stringify(s)}
`,`  {
    Effect = "Allow"
    Action = [
${b(o,"      ")}    ]
    Resource = "*"
${r}  }`)}switch(r?.kind){case"add-trust":{let e=(0,$.K)(r);if(null===e)return null;return i?function({type:e,id:t}){return`  statement {
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
}`}(r.role.id);default:return null}}(e,n.includes('"aws_iam_policy_document"'));return null===r?null:`to add by hand to role ${e.role} at ${(0,p.j)(t)}:

${r}
`}function b(e,t){return e.map(e=>`${t}"${e}",
`).join("")}var M=n(6299);function O(e){return e.match(/[^\n]*\n|[^\n]+$/g)??[]}async function A(e,t){var n;if(null===(0,_.H8)(e,["text"],t))return 2;let d=(0,v.T)(e,t);if("refused"===d.kind)return d.status;let{scope:w}=d,{check:x,publish:j}=d.options,S={scope:w,today:t.today,onReading:t.progress.reading},b=await async function(e,t){let n=n=>(0,r.N)(e,{...t,scope:{...t.scope,edited:n}}),i=await n(new Map);if("problems"in i)return i;let l=new Map,a=new Set,o=[],s=new Map,{result:u}=i;for(let e=0;e<100;e+=1){let e=function(e,t){let n=[],r=new Set;for(let i of e){if(void 0===i.remedy||null!==i.suppressedBy||t.has(y(i)))continue;let e=`${(0,m.W7)(i.place)}
${i.role}`;if(r.has(e))continue;let l=(0,$.B)(i.remedy);null===l||function(e,t){return e.some(e=>t.some(t=>e.file.path===t.file.path&&e.start<=t.end&&t.start<=e.end))}(l.edits,n.flatMap(e=>e.fix.edits))||(r.add(e),n.push({finding:i,fix:l}))}return n}(u.findings,a);if(0===e.length)break;let t=e.flatMap(({fix:e})=>e.edits),r=function(e,t){let n=new Map(e);for(let e of new Set(t.map(e=>e.file)))n.set(e.path,(0,g.ct)(e.text,t.filter(t=>t.file===e)));return n}(s,t),i=await n(r);if("problems"in i)return i;let c=function(e,t){let n=new Set(t.findings.map(y));return e.filter(({finding:e})=>n.has(y(e)))}(e,i.result),f=0===c.length&&function(e,t){let n=({findings:e})=>e.filter(({rule:e})=>"unreadable-file"===e||"invalid-policy"===e).length;return t.roles.length<e.roles.length||n(t)>n(e)}(u,i.result);for(let{finding:t}of f?e:c)a.add(y(t));if(!f&&!(c.length>0)){for(let{file:e}of t)l.has(e.path)||l.set(e.path,e.text);o.push(...e),s=r,u=i.result}}let c=[...l].map(([e,t])=>({path:e,before:t,after:s.get(e)??t}));return{before:i.result,after:u,findings:o,files:c}}(x,S);if(t.progress.end(),"problems"in b)return(0,_.TR)(b.problems,t);let A=new Map(e.dryRun?[]:b.files.map(({path:e,after:t})=>[e,t])),N=await (0,r.z)(x,{...S,scope:{...w,edited:A},optionsAt:d.optionsAt});if("problems"in N)return(0,_.TR)(N.problems,t);let{report:D}=N;if(e.dryRun){for(let{path:e,before:n,after:r}of b.files)t.patch(function(e,t,n){if(t===n)return"";let r=function(e,t){let n=0;for(;n<Math.min(e.length,t.length)&&e[n]===t[n];)n+=1;let r=0,i=Math.min(e.length,t.length)-n;for(;r<i&&e.at(-1-r)===t.at(-1-r);)r+=1;let l=e=>({mark:" ",text:e}),a=e.slice(n,e.length-r),o=t.slice(n,t.length-r);return[...e.slice(0,n).map(l),...function(e,t){let n=new Map([[1,0]]),r=[],i=e=>n.get(e)??-1;for(let l=0;l<=2e3;l+=1){r.push(new Map(n));for(let a=-l;a<=l;a+=2){let o=a===-l||a!==l&&i(a-1)<i(a+1)?i(a+1):i(a-1)+1;for(;o<e.length&&o-a<t.length&&e[o]===t[o-a];)o+=1;if(n.set(a,o),o>=e.length&&o-a>=t.length)return function(e,t,n){let r=[],[i,l]=[e.length,t.length];for(let a=n.length-1;a>=0;a-=1){let o=n[a],s=e=>o?.get(e)??-1,u=i-l,c=u===-a||u!==a&&s(u-1)<s(u+1),f=s(c?u+1:u-1),p=f-(c?u+1:u-1);for(;i>Math.max(f,0)&&l>Math.max(p,0);)i-=1,l-=1,r.push({mark:" ",text:e[i]??""});a>0&&r.push(c?{mark:"+",text:t[p]??""}:{mark:"-",text:e[f]??""}),[i,l]=[f,p]}return r.reverse()}(e,t,r)}}return null}(a,o)??[...a.map(e=>({mark:"-",text:e})),...o.map(e=>({mark:"+",text:e}))],...e.slice(e.length-r).map(l)]}(O(t),O(n));return`--- a/${e}
+++ b/${e}
${(function(e){let t=[];return e.forEach(({mark:n},r)=>{if(" "===n)return;let i=t.at(-1),l=Math.min(e.length,r+3+1);void 0!==i&&r-3<=i[1]?i[1]=l:t.push([Math.max(0,r-3),l])}),t})(r).map(([e,t])=>(function(e,t,n){let r=(t,n,r)=>e.slice(t,n).filter(e=>" "===e.mark||e.mark===r).length,i=e=>{let i=r(t,n,e),l=r(0,t,e)+ +(0!==i);return`${e}${l}${1===i?"":`,${i}`}`},l=e.slice(t,n).map(({mark:e,text:t})=>e+(t.endsWith(`
`)?t:`${t}
\\ No newline at end of file
`)).join("");return`@@ ${i("-")} ${i("+")} @@
${l}`})(r,e,t)).join("")}`}(e,n,r));for(let e of U(b))t.error(`${L(e)}
`);return t.error(`${C(b,"would make")}; ${F(b)}
`),(0,h.$)(D)}for(let e of function({findings:e},t){return e.map(({finding:e,fix:n})=>[`${t.paint("success",`fixed[${e.rule}]`)} ${(0,f.RK)(e.message)}`,`  --\x3e ${(0,f.RK)((0,p.j)((0,m.x5)(e.place)))}`,`  ${(0,f.RK)(n.description)}`,...R(e)?["  the plan that was read still holds the policy as it was: make it anew"]:[]].join(`
`))}(b,t))t.say(`${e}

`);let T=[...(n=w,b.files.map(e=>(function(e,t){let n=(0,o.Hi)(e,t.path),r=e=>`${t.path} is not changed: ${e}`;if(!(0,o.UO)(e.root,n))return r("it lies outside of the working directory; run the command there");try{if((0,l.lstatSync)(n).isSymbolicLink())return r("it is a symbolic link; name the file that it leads to");let s=(0,l.realpathSync)((0,a.dirname)(n));if(!(0,o.UO)((0,l.realpathSync)(e.root),s))return r("a symbolic link leads out of the working directory");let c=(0,l.readFileSync)(n),f=(0,u.D4)(c);if(!("text"in f)||f.text!==t.before)return r("it was changed meanwhile; run the command again");let p=(0,u.sx)(c,t.after);if(null===p)return r("it is not plain UTF-8 or UTF-16 text; save it as UTF-8");return function(e,t,n){(0,l.accessSync)(e,l.constants.W_OK);let r=(0,a.join)(t,`.worker-iam-check-${(0,i.randomUUID)()}.tmp`);try{(0,l.writeFileSync)(r,n,{flag:"wx",mode:511&(0,l.lstatSync)(e).mode}),(0,l.renameSync)(r,e)}finally{(0,l.rmSync)(r,{force:!0})}}(n,s,p),null}catch(e){return r(`it can't be written: ${(0,s.m)(e).reason}`)}})(n,e)).filter(e=>null!==e)),...(0,k.j)(e,w,D,j)];if(0===T.length){for(let n of(t.say((0,c.S)(D,(0,M.h)(e,t,N.sources))),U(b)))t.say(`
${L(n)}`);return t.say(`
${C(b,"made")}; ${F(b)}
`),(0,h.$)(D)}for(let e of T)t.error(`error: ${e}
`);return 2}function R({remedy:e}){return e?.kind==="add-actions"&&"terraform-plan"===e.role.format}function U({after:e,findings:t}){let n=t.map(({finding:e})=>e).filter(R);return e.findings.filter(({suppressedBy:e,role:t,kind:r})=>null===e&&!n.some(e=>e.role===t&&e.kind===r)).map(S).filter(e=>null!==e)}function L(e){return e.split(`
`).map(f.RK).join(`
`)}function C({findings:e,files:t},n){if(0===e.length)return"nothing that can be fixed here";let r=`${e.length} ${1===e.length?"fix":"fixes"}`;return`${n} ${r} in ${(0,d.L)(t.length,"file")}`}function F({after:e}){return`${(0,d.L)(e.findings.filter(({suppressedBy:e})=>null===e).length,"finding")} left`}}),2208:(function(e,t,n){n.d(t,{j:()=>i});var r=n(2767);function i(e,t,n,{reportFile:l,sarifFile:a}){let o=n=>({...t,confined:(e.inputs.get(n)??"")===""});return[...(0,r.t)(o("report-file"),n,{reportFile:l,sarifFile:null},null).faults,...(0,r.t)(o("sarif-file"),n,{reportFile:null,sarifFile:a},null).faults]}}),6299:(function(e,t,n){n.d(t,{h:()=>r});function r(e,t,n){let{paint:r,columns:i}=t,l=e.snippets??t.snippets;return{paint:r,columns:i,sourceOf:({file:e,commit:t})=>l&&void 0===t?n.get(e)??null:null}}}),5637:(function(e,t,n){n.d(t,{Ij:()=>c,iJ:()=>f,fL:()=>d});var r=n(9383),i=n(7242),l=n(9335),a=n(7064);function o(e,t,n){let{deployment:r}=t,o=e.map(e=>(function(e,t,n){let r=(0,a.TY)(e,t),l=n.requestsOf(e);if(null===l){var o;return"patterns"===(o=r).kind?o.patterns.map(e=>({arn:e,whole:!1})):null}if(0===l.types.length||"everything"===r.kind)return null;let s=t.deployment?.partition??"aws",u=(0,a.vC)(l.types,r,s).flatMap(({arn:e,within:t})=>null===t?[{arn:e,whole:!0}]:t.map(e=>({arn:e,whole:!1})));return u.some(({arn:e})=>/[*?]/.test((0,i.wo)(e)?.[2]??"*"))?null:u})(e.toLowerCase(),t,n)),s=o.flatMap(e=>e??[]);if(o.includes(null)||0===s.length)return null;let u=null===r?[]:[{...r,regions:[]},{...r,regions:[],accounts:[]}];for(let e of[r,...u]){let t=function(e){let t=[...new Set(e)].sort().map(e=>({arn:e,pattern:(0,l.S)(e),parts:(0,i.wo)(e)}));return t.filter((e,n)=>t.every((t,r)=>r===n||t.parts?.[4]!==e.parts?.[4]||!(0,l.hU)(t.pattern,e.pattern)||r>n&&(0,l.hU)(e.pattern,t.pattern))).map(({arn:e})=>e)}(s.flatMap(({arn:t,whole:n})=>(0,i.mV)(t,e).map(e=>n?function(e){let t=(0,i.wo)(e);return null===t||"s3"===t[2]||""===t[4]||"aws"===t[4]?e:[...t.slice(0,5),"*"].join(":")}(e):e)));if(t.join("").length<=2500)return t}return null}var s=n(1909),u=n(1462);let c="Service that assumes the role, such as ec2.amazonaws.com for a role that is attached to an instance";function f(e,t,n,l,c){var f,d,h;let $=new Set(t.flatMap(({trust:e})=>e)),g=[...$].filter(e=>"appliance"!==e);return{words:e,documents:function(e,t){let n=[],r=[];for(let i of e){let e=m(r,i,t);JSON.stringify({Version:"2012-10-17",Statement:e}).length<=s.pX||0===r.length?r=e:(n.push(r),r=m([],i,t))}return[...n,r].map(e=>({Version:"2012-10-17",Statement:e}))}((f=t,d=l,h=c,(function(e,t,n){if(!(0,a.GO)(t))return[...e];let i=new Map;for(let l of e){let{action:e,resource:s,condition:u}=l,c=null===("*"===s?o([e],t,n):null)||"patterns"===(0,a.TY)(e.toLowerCase(),t).kind?e:e.slice(0,e.indexOf(":")),f=[(0,r.D3)(u),c].join(`
`);i.set(f,[...i.get(f)??[],l])}return[...i.values()].flatMap(e=>{let r=e.map(({action:e})=>e),i=e.every(({resource:e})=>"*"===e)?o(r,t,n):null;return null===i?e:e.map(e=>({...e,resource:i}))})})((0,u.eV)(f.flatMap(({actions:e})=>e)).map(({action:e,resources:t,condition:n})=>({action:e,resource:t.includes("*")?"*":[...t].sort(),condition:n})),d,h).sort((e,t)=>{var n,r;return n=p(e),n===(r=p(t))?0:n<r?-1:1})),e),services:g,partition:l.deployment?.partition??(null===n?null:(0,i.wo)(n)?.[1]??null),appliance:$.has("appliance")?n??"fill-in":null,isTrustOpen:0===$.size}}function p({action:e,resource:t,condition:n}){return[(0,r.D3)(n),"*"===t?"":t.join(" "),e].join(`
`)}function m(e,t,n){let{action:i,resource:l,condition:a}=t,o=void 0===a?{}:{Condition:(0,r.aO)(a)},s=e.at(-1);if(void 0!==s&&function({Resource:e,Condition:t}){return JSON.stringify([e,void 0===t?{}:{Condition:t}])}(s)===JSON.stringify([l,o]))return[...e.slice(0,-1),{...s,Action:[...s.Action,i]}];let u=`${d(n)}${0===e.length?"":e.length+1}`;return[...e,{Sid:u,Effect:"Allow",Action:[i],Resource:l,...o}]}function d(e){return e.map(e=>`${e.slice(0,1).toUpperCase()}${e.slice(1)}`).join("")}}),306:(function(e,t,n){n.d(t,{M:()=>o,U:()=>f});var r=n(7872),i=n(5637);let l=`variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role, or of its account"
  type        = string
}

`,a=`variable "trusted_service" {
  description = "${i.Ij}"
  type        = string
}

`;function o(e){let t=e.some(({appliance:e})=>"fill-in"===e)?l:"",n=e.some(({isTrustOpen:e})=>e)?a:"";return`${t}${n}${e.map(s).join(`
`)}`}function s({words:e,documents:t,services:n,partition:i,appliance:l,isTrustOpen:a}){var o,m;let d,h=(d=e.join("_"),/^\d/.test(d)?`_${d}`:d),$=e.join("-"),g=[...("fill-in"===l?["var.appliance_arn"]:null===l?[]:[u(l)]).map(e=>c("AWS",e)),...n.map(e=>c("Service",u((0,r.w)(e,i)))),...a?[c("Service","var.trusted_service")]:[]];return`data "aws_iam_policy_document" "${h}_trust" {
${g.join(`
`)}}

resource "aws_iam_role" "${h}" {
  name               = "${$}"
  assume_role_policy = data.aws_iam_policy_document.${h}_trust.json
}
${t.map((e,n)=>(function(e,t,n,{Statement:r}){let i=null===n?e:`${e}_${n}`,l=null===n?t:`${t}-${n}`,a=r.map(({Sid:e,Action:t,Resource:n,Condition:r})=>`  statement {
    sid = "${e}"
    actions = [
${p(t)}    ]
    resources = ${"*"===n?'["*"]':`[
${p(n)}    ]`}
${f(r)}  }
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
`})(h,$,1===t.length?null:n+1,e)).join("")}${n.includes("ec2")?(o=h,m=$,`
resource "aws_iam_instance_profile" "${o}" {
  name = "${m}"
  role = aws_iam_role.${o}.name
}
`):""}`}function u(e){return JSON.stringify(e).replaceAll("${","$${").replaceAll("%{","%%{")}function c(e,t){return`  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "${e}"
      identifiers = [${t}]
    }
  }
`}function f(e={}){return Object.entries(e).flatMap(([e,t])=>Object.entries(t).map(([t,n])=>({test:e,variable:t,values:[n].flat()}))).map(({test:e,variable:t,values:n})=>`    condition {
      test     = "${e}"
      variable = ${u(t)}
      values   = [${n.map(u).join(", ")}]
    }
`).join("")}function p(e){return e.map(e=>`      ${u(e)},
`).join("")}}),2767:(function(e,t,n){n.d(t,{b:()=>u,t:()=>c});var r=n(3024),i=n(6760),l=n(8722),a=n(7223),o=n(123),s=n(3754);function u({root:e,confined:t},n,r){return f({root:e,workingDirectory:e,confined:t},"baseline",n,()=>r)}function c(e,t,n,r){let a=[],u=(t,n)=>{if(null===t)return null;let r=f(e,"report",t,n);return null===r?(0,l.nD)(e,(0,i.resolve)(e.workingDirectory,t)):(a.push(r),null)};return{reportFile:u(n.reportFile,()=>`${JSON.stringify(t,null,2)}
`),sarifFile:u(n.sarifFile,()=>(0,o.W)(t,s.V,r)),faults:a}}function f(e,t,n,o){let s=(0,i.resolve)(e.workingDirectory,n);if(e.confined&&!(0,l.UO)(e.root,s))return`the ${t} is not written to ${n}, which leads out of the workspace`;try{if(e.confined&&(0,r.lstatSync)(s,{throwIfNoEntry:!1})?.isSymbolicLink())return`the ${t} is not written to ${n}, which is a symbolic link`;if(e.confined&&function(e,t){let n=t;for(;void 0===(0,r.lstatSync)(n,{throwIfNoEntry:!1});)n=(0,i.dirname)(n);return null===(0,l.Nm)(n,[e])}(e.root,(0,i.dirname)(s)))return`the ${t} is not written to ${n}: a symbolic link leads out of the workspace`;return(0,r.mkdirSync)((0,i.dirname)(s),{recursive:!0}),(0,r.writeFileSync)(s,o()),null}catch(e){return`the ${t} can't be written to ${n}: ${(0,a.m)(e).reason}; give another path`}}}),3080:(function(e,t,n){n.d(t,{f:()=>r});function r({message:e,kind:t,actions:n}){return null===t||0===n.length?e:`${e}: ${n.join(", ")}`}}),226:(function(e,t,n){n.d(t,{a:()=>r});function r(e){return encodeURIComponent(e.replace(/\p{Surrogate}/gu,"�"))}}),123:(function(e,t,n){n.d(t,{W:()=>o});var r=n(7870),i=n(5340),l=n(3080),a=n(226);function o(e,t,n){let r=e.findings.filter(({suppressed:e})=>null===e).slice(0,5e3).map(u),l={name:e.tool.name,semanticVersion:e.tool.version,rules:t.map(e=>(function({id:e,summary:t,defaultSeverity:n},r){let i=`docs/rules/${e}.md`,l=null===r?`\`${i}\` of worker-iam-check`:`[${e}](${r}/${e}.md)`;return{id:e,name:e,shortDescription:{text:t},fullDescription:{text:t},...null===r?{}:{helpUri:`${r}/${e}.md`},help:{text:`${t} Why it matters, with an example that fails and one that passes: ${i}.`,markdown:`${t}

Why it matters, with an example that fails and one that passes: ${l}.`},defaultConfiguration:"off"===n?{enabled:!1}:{enabled:!0,level:s[n]},properties:{tags:["iam","aws"],precision:"high"}}})(e,n))};return(0,i.s)({$schema:"https://json.schemastore.org/sarif-2.1.0.json",version:"2.1.0",runs:[{tool:{driver:l},columnKind:"utf16CodeUnits",results:r}]})}let s={error:"error",warning:"warning",notice:"note"};function u(e){let t=null===e.help?"":`. ${e.help}`;return{ruleId:e.rule,level:s[e.severity],message:{text:c(`${(0,l.f)(e)}${t}`)},locations:[{physicalLocation:f(e.location)}],relatedLocations:e.related.map(({location:e,message:t},n)=>({id:n,message:{text:c(t)},physicalLocation:f(e)})),partialFingerprints:{"workerIamCheck/v1":e.fingerprint},fixes:null===e.fix?[]:[function({description:e,edits:t}){let n=[...new Set(t.map(({location:e})=>e.file))].map(e=>({artifactLocation:p(e),replacements:t.filter(({location:t})=>t.file===e).map(({location:e,newText:t})=>({deletedRegion:m(e),insertedContent:{text:t}}))}));return{description:{text:c(e)},artifactChanges:n}}(e.fix)],...void 0===e.baseline?{}:{baselineState:e.baseline.state}}}function c(e){return e.replace(/[[\]\\]/g,"\\$&")}function f(e){return{artifactLocation:p(e.file),region:m(e)}}function p(e){return{uri:e.split("/").map(a.a).join("/")}}function m(e){if(!(0,r.p)(e)||void 0!==e.commit)return{startLine:1};let{line:t,column:n,endLine:i,endColumn:l}=e;return{startLine:t,startColumn:n,endLine:i,endColumn:l}}})};