export const id=780;export const ids=[780];export const modules={1780:(function(e,n,a){function t({commands:e}){let n=e.map(({name:e})=>e).join(" ");return`# bash completion for worker-iam-check
_worker_iam_check() {
  local current="$\{COMP_WORDS[COMP_CWORD]}" previous="$\{COMP_WORDS[COMP_CWORD-1]}" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${n} --help --version" -- "$current"))
    return
  fi
  case "$\{COMP_WORDS[1]} $previous" in
${e.flatMap(r).join(`
`)}
  esac
  case "$\{COMP_WORDS[1]}" in
${e.map(o).join(`
`)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _worker_iam_check worker-iam-check
`}function r({name:e,options:n}){return n.filter(({takesValue:e})=>e).map(n=>{let a=0===n.values.length?"":`COMPREPLY=($(compgen -W "${n.values.join(" ")}" -- "$current")); `;return`    "${e} --${n.name}") ${a}return ;;`})}function o({name:e,operands:n,options:a}){return`    ${e}) words="${[...n,...a.map(e=>`--${e.name}`)].join(" ")}" ;;`}a.r(n),a.d(n,{completionCommand:()=>_});var s=a(8525),m=a(1641),i=a(8782),c=a(7230),l=a(5213),u=a(6401),p=a(7204);let $="complete -c worker-iam-check";function h(e){return`'${e.replace(/[\\']/g,"\\$&")}'`}var f=a(6136);let d=["bash","zsh","fish"];async function _(e,n){let[a,...r]=e.operands,o=await (async()=>{let e=new Map([["policy",await (async()=>{let e=await i.W();return[...new Set(c.h3().flatMap(n=>{let a=c.mv(n,e);return null===a?[]:[...a.kinds.map(({name:e})=>e),...a.aliases.keys()]}))].sort()})()],["diff",c.h3()],["explain",s.I],["completion",["bash","zsh","fish"]],["help",u.Q.map(({name:e})=>e)]]);return{commands:u.Q.map(({name:n,summary:a,options:t,formats:r})=>({name:n,summary:a,operands:e.get(n)??[],options:p.g.filter(e=>t.includes(e.name)||"help"===e.name).map(e=>({name:e.name,text:e.text,takesValue:null!==e.value,values:"format"===e.name?r:(e=>{if("requirements"===e)return[...c.h3(),l.k];let n=Object.entries(m.yy).find(([n])=>n===e)?.[1];return n?.shape==="choice"?n.words:n?.shape==="flag"?["true","false"]:[]})(e.name)}))}))}})();if(0===r.length)switch(a){case"bash":return n.out(t(o)),0;case"zsh":return n.out(`autoload -U +X bashcompinit && bashcompinit
${t(o)}`),0;case"fish":return n.out((({commands:e})=>{let n=e.flatMap(e=>[`${$} -n __fish_use_subcommand -f -a ${e.name} -d ${h(e.summary)}`,...(({name:e,operands:n,options:a})=>{let t=`${$} -n '__fish_seen_subcommand_from ${e}'`;return[...0===n.length?[]:[`${t} -f -a ${h(n.join(" "))}`],...a.map(e=>`${t} -l ${e.name}${(({takesValue:e,values:n})=>e?0===n.length?" -r":` -x -a ${h(n.join(" "))}`:"")(e)} -d ${h(e.text)}`)]})(e)]);return`# fish completion for worker-iam-check
${n.join(`
`)}
`})(o)),0}return f.Wp(n,"completion takes the name of a shell",`shells are ${d.join(", ")}`)}})};