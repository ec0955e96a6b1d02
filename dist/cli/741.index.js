export const id=741;export const ids=[741];export const modules={9741:(function(e,t,r){r.r(t),r.d(t,{initCommand:()=>w});var n=r(6760),o=r(9946),i=r(9011),s=r(2949),a=r(3024),l=r(7223),c=r(5944),u=r(7230),h=r(7927),p=r(7870),f=r(6753),d=r(6136),m=r(4626);async function w(e,t){let r=await (async(e,t)=>{let r=e.inputs.get("requirements")??"",n=""===r?[...u.h3()].reverse():[r],i=[];for(let r of n){let n=await (async(e,t,r)=>{let n=new Map(t.inputs).set("requirements",e).set("if-no-roles","ignore"),i=f.T({...t,inputs:n},r);if("refused"===i.kind)return i.status;let{today:s,progress:a}=r,l=await o.z(i.options.check,{scope:i.scope,today:s,onReading:a.reading});return"problems"in l?d.TR(l.problems,r):l.report})(r,e,t);if("number"==typeof n||"success"===n.conclusion&&n.roles.length>0)return n;i.push(n)}let[s]=i;return s??2})(e,t);if("number"==typeof r)return r;let w=m._(t),y=s.W(w,t.workingDirectory)??t.workingDirectory,g=e.inputs.get("requirements")??"",$=""===g?r.requirements.version:g,v=[{paths:[".github/workflows/worker-iam-check.yml"],text:`name: worker-iam-check
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
`},{paths:[i.K3,...i.n0],text:(({roles:e,notChecked:t},r)=>{let n,o=["# What worker-iam-check checks; docs/configuration.md of its repository describes every setting.","","# The version of your appliance: 7, 10 or 13.1.",`requirements: ${JSON.stringify(r)}`,"","# The ARN of the appliance's impersonation role. Without it, any AWS principal counts as the appliance.","# appliance: arn:aws:iam::111122223333:role/veeam-impersonation","",...(n="# What each worker role is for.",0===e.length?[`${n} None was found.`,"# roles:","#   VeeamDeployRole: [backup, restore]"]:[n,"roles:",...e.map(({id:e,kinds:t,location:r})=>`  ${/^[A-Za-z][\w.-]*$/.test(e)&&!/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(e)?e:JSON.stringify(e)}: [${Object.keys(t).join(", ")}] # ${c.RK(p.j(r))}`)])];if(t.length>0)for(let{id:e,reason:r}of(o.push("","# Seen and not checked. A line of `roles` has one checked, and `ignore` leaves it out:"),t))o.push(`# ${c.RK(e)}: ${c.RK(r)}`);return`${o.join(`
`)}
`})(r,$)}];for(let{paths:e,text:o}of(t.progress.end(),t.say(`${(({roles:e,notChecked:t,requirements:r})=>{let n=0===t.length?"":`, ${t.length} more seen`;return`${h.L(e.length,"worker role")} found${n}; requirements of version ${r.version}`})(r)}
`),v)){let r=((e,t,r)=>{let[o=""]=t;try{let i=t.find(t=>void 0!==a.lstatSync(n.join(e,t),{throwIfNoEntry:!1}));if(void 0!==i)return{path:i,isNew:!1};return a.mkdirSync(n.dirname(n.join(e,o)),{recursive:!0}),a.writeFileSync(n.join(e,o),r,{flag:"wx"}),{path:o,isNew:!0}}catch(e){return{fault:`${o} can't be written: ${l.m(e).reason}`}}})(y,e,o);if("fault"in r)return d.TR([{message:r.fault,help:null,place:null}],t);let i=n.relative(t.workingDirectory,n.join(y,r.path));t.say(`${r.isNew?"wrote":"kept"} ${c.RK(i)}${r.isNew?"":", which is there already"}
`)}return t.say(k),0}let k=`
Next: in the workflow, put the account that holds the Action in place of OWNER;
in the configuration, set the version and the appliance. Then:
  worker-iam-check check
`})};