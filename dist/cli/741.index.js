export const id=741;export const ids=[741];export const modules={9741:(function(e,t,r){r.r(t),r.d(t,{initCommand:()=>d});var n=r(6760),o=r(3737),i=r(9011),s=r(2949),a=r(3024),c=r(7223),l=r(5944),u=r(7230),h=r(7927),p=r(7870),f=r(6753),m=r(6136),w=r(4626);async function d(e,t){let r=await async function(e,t){let r=e.inputs.get("requirements")??"",n=""===r?[...(0,u.h3)()].reverse():[r],i=[];for(let r of n){let n=await async function(e,t,r){let n=new Map(t.inputs).set("requirements",e).set("if-no-roles","ignore"),i=(0,f.T)({...t,inputs:n},r);if("refused"===i.kind)return i.status;let{today:s,progress:a}=r,c=await (0,o.z)(i.options.check,{scope:i.scope,today:s,onReading:a.reading});return"problems"in c?(0,m.TR)(c.problems,r):c.report}(r,e,t);if("number"==typeof n||"success"===n.conclusion&&n.roles.length>0)return n;i.push(n)}let[s]=i;return s??2}(e,t);if("number"==typeof r)return r;let d=(0,w._)(t),y=(0,s.W)(d,t.workingDirectory)??t.workingDirectory,g=e.inputs.get("requirements")??"",$=""===g?r.requirements.version:g,v=[{paths:[".github/workflows/worker-iam-check.yml"],text:`name: worker-iam-check
on:
  pull_request:
  merge_group:
permissions:
  contents: read
  pull-requests: write # for comment and suggestions; without it all else still works
jobs:
  worker-iam-check:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          fetch-depth: 2 # the base, to compare with
      - uses: OWNER/worker-iam-check@v1
        with:
          requirements: ${JSON.stringify($)} # the version of your appliance: 7, 10 or 13.1
`},{paths:[i.K3,...i.n0],text:function({roles:e,notChecked:t},r){var n;let o,i=["# What worker-iam-check checks; docs/configuration.md of its repository describes every setting.","","# The version of your appliance: 7, 10 or 13.1.",`requirements: ${JSON.stringify(r)}`,"","# The ARN of the appliance's impersonation role. Without it, any AWS principal counts as the appliance.","# appliance: arn:aws:iam::111122223333:role/veeam-impersonation","",...(o="# What each worker role is for.",0===(n=e).length?[`${o} None was found.`,"# roles:","#   VeeamDeployRole: [backup, restore]"]:[o,"roles:",...n.map(({id:e,kinds:t,location:r})=>{var n;return`  ${n=e,/^[A-Za-z][\w.-]*$/.test(n)&&!/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(n)?n:JSON.stringify(n)}: [${Object.keys(t).join(", ")}] # ${(0,l.RK)((0,p.j)(r))}`})])];if(t.length>0)for(let{id:e,reason:r}of(i.push("","# Seen and not checked. A line of `roles` has one checked, and `ignore` leaves it out:"),t))i.push(`# ${(0,l.RK)(e)}: ${(0,l.RK)(r)}`);return`${i.join(`
`)}
`}(r,$)}];for(let{paths:e,text:o}of(t.progress.end(),t.say(`${function({roles:e,notChecked:t,requirements:r}){let n=0===t.length?"":`, ${t.length} more seen`;return`${(0,h.L)(e.length,"worker role")} found${n}; requirements of version ${r.version}`}(r)}
`),v)){let r=function(e,t,r){let[o=""]=t;try{let i=t.find(t=>void 0!==(0,a.lstatSync)((0,n.join)(e,t),{throwIfNoEntry:!1}));if(void 0!==i)return{path:i,isNew:!1};return(0,a.mkdirSync)((0,n.dirname)((0,n.join)(e,o)),{recursive:!0}),(0,a.writeFileSync)((0,n.join)(e,o),r,{flag:"wx"}),{path:o,isNew:!0}}catch(e){return{fault:`${o} can't be written: ${(0,c.m)(e).reason}`}}}(y,e,o);if("fault"in r)return(0,m.TR)([{message:r.fault,help:null,place:null}],t);let i=(0,n.relative)(t.workingDirectory,(0,n.join)(y,r.path));t.say(`${r.isNew?"wrote":"kept"} ${(0,l.RK)(i)}${r.isNew?"":", which is there already"}
`)}return t.say(k),0}let k=`
Next: in the workflow, put the account that holds the Action in place of OWNER;
in the configuration, set the version and the appliance. Then:
  worker-iam-check check
`})};