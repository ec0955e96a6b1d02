export const id=317;export const ids=[317];export const modules={7679:(function(e,t,n){n.d(t,{$:()=>r});function r(e){return+("failure"===e.conclusion)}}),9317:(function(e,t,n){n.r(t),n.d(t,{fixCommand:()=>A});var r=n(2707),i=n(7598),l=n(3024),a=n(6760),o=n(8722),s=n(7223),u=n(9903),c=n(3733),f=n(5944),p=n(7870),m=n(9442),d=n(7927),$=n(7679),h=n(2040),g=n(1769),w=n(4458);function y(e){return[(0,w.R)(e),...e.actions].join(" ")}var _=n(6753),k=n(6136),x=n(2208),v=n(306),b=n(1863);function j(e){let t=(0,m.x5)(e.place);if(!(0,p.p)(t)||!/\.(?:tf|tofu)$/.test(t.file))return null;let n=((0,m.xM)(e.place)?.text??"").split("\n").slice(0,t.line).findLast(e=>/^\s*(?:data|resource)\s+"/.test(e))??"",r=function({rule:e,actions:t,condition:n=[],remedy:r},i){if("missing-action"===e){var l,a,o,s;let e,r,u=(0,b.aO)(n);return i?(l=t,a=u,e=(0,v.U)(a),`  statement {
    actions = [
${S(l,"      ")}    ]
    resources = ["*"]
${e}  }`):(o=t,r=0===Object.keys(s=u).length?"":`    Condition = ${JSON.stringify(s)}
`,`  {
    Effect = "Allow"
    Action = [
${S(o,"      ")}    ]
    Resource = "*"
${r}  }`)}switch(r?.kind){case"add-trust":{let e=(0,h.K)(r);if(null===e)return null;return i?function({type:e,id:t}){return`  statement {
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
`}function S(e,t){return e.map(e=>`${t}"${e}",
`).join("")}var M=n(6299);function R(e){return e.match(/[^\n]*\n|[^\n]+$/g)??[]}async function A(e,t){var n;if(null===(0,k.H8)(e,["text"],t))return 2;let d=(0,_.T)(e,t);if("refused"===d.kind)return d.status;let{scope:w}=d,{check:v,publish:b}=d.options,j={scope:w,today:t.today,onReading:t.progress.reading},S=await async function(e,t){let n=n=>(0,r.N)(e,{...t,scope:{...t.scope,edited:n}}),i=await n(new Map);if("problems"in i)return i;let l=new Map,a=new Set,o=[],s=new Map,{result:u}=i;for(let e=0;e<100;e+=1){let e=function(e,t){let n=[],r=new Set;for(let i of e){if(void 0===i.remedy||null!==i.suppressedBy||t.has(y(i)))continue;let e=`${(0,m.W7)(i.place)}
${i.role}`;if(r.has(e))continue;let l=(0,h.B)(i.remedy);null===l||function(e,t){return e.some(e=>t.some(t=>e.file.path===t.file.path&&e.start<=t.end&&t.start<=e.end))}(l.edits,n.flatMap(e=>e.fix.edits))||(r.add(e),n.push({finding:i,fix:l}))}return n}(u.findings,a);if(0===e.length)break;let t=e.flatMap(({fix:e})=>e.edits),r=function(e,t){let n=new Map(e);for(let e of new Set(t.map(e=>e.file)))n.set(e.path,(0,g.ct)(e.text,t.filter(t=>t.file===e)));return n}(s,t),i=await n(r);if("problems"in i)return i;let c=function(e,t){let n=new Set(t.findings.map(y));return e.filter(({finding:e})=>n.has(y(e)))}(e,i.result),f=0===c.length&&function(e,t){let n=({findings:e})=>e.filter(({rule:e})=>"unreadable-file"===e||"invalid-policy"===e).length;return t.roles.length<e.roles.length||n(t)>n(e)}(u,i.result);for(let{finding:t}of f?e:c)a.add(y(t));if(!f&&!(c.length>0)){for(let{file:e}of t)l.has(e.path)||l.set(e.path,e.text);o.push(...e),s=r,u=i.result}}let c=[...l].map(([e,t])=>({path:e,before:t,after:s.get(e)??t}));return{before:i.result,after:u,findings:o,files:c}}(v,j);if(t.progress.end(),"problems"in S)return(0,k.TR)(S.problems,t);let A=new Map(e.dryRun?[]:S.files.map(({path:e,after:t})=>[e,t])),C=await (0,r.z)(v,{...j,scope:{...w,edited:A},optionsAt:d.optionsAt});if("problems"in C)return(0,k.TR)(C.problems,t);let{report:D}=C;if(e.dryRun){for(let{path:e,before:n,after:r}of S.files)t.patch(function(e,t,n){if(t===n)return"";let r=function(e,t){let n=0;for(;n<Math.min(e.length,t.length)&&e[n]===t[n];)n+=1;let r=0,i=Math.min(e.length,t.length)-n;for(;r<i&&e.at(-1-r)===t.at(-1-r);)r+=1;let l=e=>({mark:" ",text:e}),a=e.slice(n,e.length-r),o=t.slice(n,t.length-r);return[...e.slice(0,n).map(l),...function(e,t){let n=new Map([[1,0]]),r=[],i=e=>n.get(e)??-1;for(let l=0;l<=2e3;l+=1){r.push(new Map(n));for(let a=-l;a<=l;a+=2){let o=a===-l||a!==l&&i(a-1)<i(a+1)?i(a+1):i(a-1)+1;for(;o<e.length&&o-a<t.length&&e[o]===t[o-a];)o+=1;if(n.set(a,o),o>=e.length&&o-a>=t.length)return function(e,t,n){let r=[],[i,l]=[e.length,t.length];for(let a=n.length-1;a>=0;a-=1){let o=n[a],s=e=>o?.get(e)??-1,u=i-l,c=u===-a||u!==a&&s(u-1)<s(u+1),f=s(c?u+1:u-1),p=f-(c?u+1:u-1);for(;i>Math.max(f,0)&&l>Math.max(p,0);)i-=1,l-=1,r.push({mark:" ",text:e[i]??""});a>0&&r.push(c?{mark:"+",text:t[p]??""}:{mark:"-",text:e[f]??""}),[i,l]=[f,p]}return r.reverse()}(e,t,r)}}return null}(a,o)??[...a.map(e=>({mark:"-",text:e})),...o.map(e=>({mark:"+",text:e}))],...e.slice(e.length-r).map(l)]}(R(t),R(n));return`--- a/${e}
+++ b/${e}
${(function(e){let t=[];return e.forEach(({mark:n},r)=>{if(" "===n)return;let i=t.at(-1),l=Math.min(e.length,r+3+1);void 0!==i&&r-3<=i[1]?i[1]=l:t.push([Math.max(0,r-3),l])}),t})(r).map(([e,t])=>(function(e,t,n){let r=(t,n,r)=>e.slice(t,n).filter(e=>" "===e.mark||e.mark===r).length,i=e=>{let i=r(t,n,e),l=r(0,t,e)+ +(0!==i);return`${e}${l}${1===i?"":`,${i}`}`},l=e.slice(t,n).map(({mark:e,text:t})=>e+(t.endsWith("\n")?t:`${t}
\\ No newline at end of file
`)).join("");return`@@ ${i("-")} ${i("+")} @@
${l}`})(r,e,t)).join("")}`}(e,n,r));for(let e of O(S))t.error(`${U(e)}
`);return t.error(`${L(S,"would make")}; ${N(S)}
`),(0,$.$)(D)}for(let e of function({findings:e},t){return e.map(({finding:e,fix:n})=>[`${t.paint("success",`fixed[${e.rule}]`)} ${(0,f.R)(e.message)}`,`  --\x3e ${(0,f.R)((0,p.j)((0,m.x5)(e.place)))}`,`  ${(0,f.R)(n.description)}`,...F(e)?["  the plan that was read still holds the policy as it was: make it anew"]:[]].join("\n"))}(S,t))t.say(`${e}

`);let W=[...(n=w,S.files.map(e=>(function(e,t){let n=(0,o.Hi)(e,t.path),r=e=>`${t.path} is not changed: ${e}`;if(!(0,o.UO)(e.root,n))return r("it lies outside of the working directory; run the command there");try{if((0,l.lstatSync)(n).isSymbolicLink())return r("it is a symbolic link; name the file that it leads to");let s=(0,l.realpathSync)((0,a.dirname)(n));if(!(0,o.UO)((0,l.realpathSync)(e.root),s))return r("a symbolic link leads out of the working directory");let c=(0,l.readFileSync)(n),f=(0,u.D4)(c);if(!("text"in f)||f.text!==t.before)return r("it was changed meanwhile; run the command again");let p=(0,u.sx)(c,t.after);if(null===p)return r("it is not plain UTF-8 or UTF-16 text; save it as UTF-8");return function(e,t,n){(0,l.accessSync)(e,l.constants.W_OK);let r=(0,a.join)(t,`.worker-iam-check-${(0,i.randomUUID)()}.tmp`);try{(0,l.writeFileSync)(r,n,{flag:"wx",mode:511&(0,l.lstatSync)(e).mode}),(0,l.renameSync)(r,e)}finally{(0,l.rmSync)(r,{force:!0})}}(n,s,p),null}catch(e){return r(`it can't be written: ${(0,s.m)(e).reason}`)}})(n,e)).filter(e=>null!==e)),...(0,x.j)(e,w,D,b)];if(0===W.length){for(let n of(t.say((0,c.S)(D,(0,M.h)(e,t,C.sources))),O(S)))t.say(`
${U(n)}`);return t.say(`
${L(S,"made")}; ${N(S)}
`),(0,$.$)(D)}for(let e of W)t.error(`error: ${e}
`);return 2}function F({remedy:e}){return e?.kind==="add-actions"&&"terraform-plan"===e.role.format}function O({after:e,findings:t}){let n=t.map(({finding:e})=>e).filter(F);return e.findings.filter(({suppressedBy:e,role:t,kind:r})=>null===e&&!n.some(e=>e.role===t&&e.kind===r)).map(j).filter(e=>null!==e)}function U(e){return e.split("\n").map(f.R).join("\n")}function L({findings:e,files:t},n){if(0===e.length)return"nothing that can be fixed here";let r=`${e.length} ${1===e.length?"fix":"fixes"}`;return`${n} ${r} in ${(0,d.L)(t.length,"file")}`}function N({after:e}){return`${(0,d.L)(e.findings.filter(({suppressedBy:e})=>null===e).length,"finding")} left`}}),2208:(function(e,t,n){n.d(t,{j:()=>i});var r=n(2767);function i(e,t,n,{reportFile:l,sarifFile:a}){let o=n=>({...t,confined:(e.inputs.get(n)??"")===""});return[...(0,r.t)(o("report-file"),n,{reportFile:l,sarifFile:null},null).faults,...(0,r.t)(o("sarif-file"),n,{reportFile:null,sarifFile:a},null).faults]}}),6299:(function(e,t,n){n.d(t,{h:()=>r});function r(e,t,n){let{paint:r,columns:i}=t,l=e.snippets??t.snippets;return{paint:r,columns:i,sourceOf:({file:e,commit:t})=>l&&void 0===t?n.get(e)??null:null}}}),306:(function(e,t,n){n.d(t,{M:()=>l,U:()=>u});var r=n(7872);let i=`variable "appliance_arn" {
  description = "ARN of the backup appliance's impersonation role, or of its account"
  type        = string
}

`;function l(e){let t=e.some(({appliance:e})=>"fill-in"===e)?i:"";return`${t}${e.map(a).join("\n")}`}function a({words:e,documents:t,services:n,appliance:i}){var l,f;let p,m=(p=e.join("_"),/^\d/.test(p)?`_${p}`:p),d=e.join("-"),$=[...("fill-in"===i?["var.appliance_arn"]:null===i?[]:[o(i)]).map(e=>s("AWS",e)),...n.map(e=>s("Service",o((0,r.w)(e))))];return`data "aws_iam_policy_document" "${m}_trust" {
${$.join("\n")}}

resource "aws_iam_role" "${m}" {
  name               = "${d}"
  assume_role_policy = data.aws_iam_policy_document.${m}_trust.json
}
${t.map((e,n)=>(function(e,t,n,{Statement:r}){let i=null===n?e:`${e}_${n}`,l=null===n?t:`${t}-${n}`,a=r.map(({Sid:e,Action:t,Resource:n,Condition:r})=>`  statement {
    sid = "${e}"
    actions = [
${c(t)}    ]
    resources = ${"*"===n?'["*"]':`[
${c(n)}    ]`}
${u(r)}  }
`);return`
data "aws_iam_policy_document" "${i}" {
${a.join("\n")}}

resource "aws_iam_policy" "${i}" {
  name   = "${l}"
  policy = data.aws_iam_policy_document.${i}.json
}

resource "aws_iam_role_policy_attachment" "${i}" {
  role       = aws_iam_role.${e}.name
  policy_arn = aws_iam_policy.${i}.arn
}
`})(m,d,1===t.length?null:n+1,e)).join("")}${n.includes("ec2")?(l=m,f=d,`
resource "aws_iam_instance_profile" "${l}" {
  name = "${f}"
  role = aws_iam_role.${l}.name
}
`):""}`}function o(e){return JSON.stringify(e).replaceAll("${","$${").replaceAll("%{","%%{")}function s(e,t){return`  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "${e}"
      identifiers = [${t}]
    }
  }
`}function u(e={}){return Object.entries(e).flatMap(([e,t])=>Object.entries(t).map(([t,n])=>({test:e,variable:t,values:[n].flat()}))).map(({test:e,variable:t,values:n})=>`    condition {
      test     = "${e}"
      variable = ${o(t)}
      values   = [${n.map(o).join(", ")}]
    }
`).join("")}function c(e){return e.map(e=>`      ${o(e)},
`).join("")}}),2767:(function(e,t,n){n.d(t,{b:()=>u,t:()=>c});var r=n(3024),i=n(6760),l=n(8722),a=n(7223),o=n(123),s=n(9255);function u({root:e,confined:t},n,r){return f({root:e,workingDirectory:e,confined:t},"baseline",n,()=>r)}function c(e,t,n,r){let a=[],u=(t,n)=>{if(null===t)return null;let r=f(e,"report",t,n);return null===r?(0,l.nD)(e,(0,i.resolve)(e.workingDirectory,t)):(a.push(r),null)};return{reportFile:u(n.reportFile,()=>`${JSON.stringify(t,null,2)}
`),sarifFile:u(n.sarifFile,()=>(0,o.W)(t,s.V,r)),faults:a}}function f(e,t,n,o){let s=(0,i.resolve)(e.workingDirectory,n);if(e.confined&&!(0,l.UO)(e.root,s))return`the ${t} is not written to ${n}, which leads out of the workspace`;try{if(e.confined&&(0,r.lstatSync)(s,{throwIfNoEntry:!1})?.isSymbolicLink())return`the ${t} is not written to ${n}, which is a symbolic link`;if(e.confined&&function(e,t){let n=t;for(;void 0===(0,r.lstatSync)(n,{throwIfNoEntry:!1});)n=(0,i.dirname)(n);return null===(0,l.Nm)(n,[e])}(e.root,(0,i.dirname)(s)))return`the ${t} is not written to ${n}: a symbolic link leads out of the workspace`;return(0,r.mkdirSync)((0,i.dirname)(s),{recursive:!0}),(0,r.writeFileSync)(s,o()),null}catch(e){return`the ${t} can't be written to ${n}: ${(0,a.m)(e).reason}; give another path`}}}),226:(function(e,t,n){n.d(t,{a:()=>r});function r(e){return encodeURIComponent(e.replace(/\p{Surrogate}/gu,"�"))}}),123:(function(e,t,n){n.d(t,{W:()=>l});var r=n(7870),i=n(226);function l(e,t,n){let r=e.findings.filter(({suppressed:e})=>null===e).slice(0,5e3).map(o),i={name:e.tool.name,semanticVersion:e.tool.version,rules:t.map(e=>(function({id:e,summary:t,defaultSeverity:n},r){let i=`docs/rules/${e}.md`,l=null===r?`\`${i}\` of worker-iam-check`:`[${e}](${r}/${e}.md)`;return{id:e,name:e,shortDescription:{text:t},fullDescription:{text:t},...null===r?{}:{helpUri:`${r}/${e}.md`},help:{text:`${t} Why it matters, with an example that fails and one that passes: ${i}.`,markdown:`${t}

Why it matters, with an example that fails and one that passes: ${l}.`},defaultConfiguration:"off"===n?{enabled:!1}:{enabled:!0,level:a[n]},properties:{tags:["iam","aws"],precision:"high"}}})(e,n))};return`${JSON.stringify({$schema:"https://json.schemastore.org/sarif-2.1.0.json",version:"2.1.0",runs:[{tool:{driver:i},columnKind:"utf16CodeUnits",results:r}]},null,2)}
`}let a={error:"error",warning:"warning",notice:"note"};function o(e){let t=null===e.kind||0===e.actions.length?"":`: ${e.actions.join(", ")}`,n=null===e.help?"":`. ${e.help}`;return{ruleId:e.rule,level:a[e.severity],message:{text:s(`${e.message}${t}${n}`)},locations:[{physicalLocation:u(e.location)}],relatedLocations:e.related.map(({location:e,message:t},n)=>({id:n,message:{text:s(t)},physicalLocation:u(e)})),partialFingerprints:{"workerIamCheck/v1":e.fingerprint},fixes:null===e.fix?[]:[function({description:e,edits:t}){let n=[...new Set(t.map(({location:e})=>e.file))].map(e=>({artifactLocation:c(e),replacements:t.filter(({location:t})=>t.file===e).map(({location:e,newText:t})=>({deletedRegion:f(e),insertedContent:{text:t}}))}));return{description:{text:s(e)},artifactChanges:n}}(e.fix)],...void 0===e.baseline?{}:{baselineState:e.baseline.state}}}function s(e){return e.replace(/[[\]\\]/g,"\\$&")}function u(e){return{artifactLocation:c(e.file),region:f(e)}}function c(e){return{uri:e.split("/").map(i.a).join("/")}}function f(e){if(!(0,r.p)(e)||void 0!==e.commit)return{startLine:1};let{line:t,column:n,endLine:i,endColumn:l}=e;return{startLine:t,startColumn:n,endLine:i,endColumn:l}}})};