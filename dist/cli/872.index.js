export const id=872;export const ids=[872];export const modules={6872:(function(o,e,n){n.r(e),n.d(e,{versionText:()=>i});var r=n(3556),s=n(6369),t=n(9170);function i(){return`${t.j.version}
AWS's actions of ${s.p6}, AWS-managed policies of ${r.p6}
`}}),9170:(function(o,e,n){n.d(e,{j:()=>r});let r={name:"worker-iam-check",version:"0.1.0"}})};