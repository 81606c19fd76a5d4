// What turns text into code in packages that the console takes, written so that it does not: the policy of its pages and
// workers stops that. A package that changed is not passed over: the build fails.

import type { Plugin } from 'vite';

/** TypeBox tries whether it may, and the browser reports that: here it is told that it may not. */
const TYPEBOX =
  "export const CanEvaluate = () => false;\nexport const Evaluate = () => { throw new Error('no text is run as code'); };";

/**
 * The glue of a module by Emscripten builds its callers from text. These are the same callers as closures, as Emscripten
 * writes them with -sDYNAMIC_EXECUTION=0.
 */
const EMBIND: readonly (readonly [from: string, to: string])[] = [
  [
    'let[args,invokerFnBody]=createJsInvoker(argTypes,isClassMethodFunc,returns,isAsync);args.push(invokerFnBody);var invokerFn=newFunc(Function,args)(...closureArgs);',
    `var invokerFn=function(...given){
      var destructors=needsDestructorStack?[]:null;var wired=[];
      if(isClassMethodFunc)wired.push(argTypes[1].toWireType(destructors,this));
      for(var i=0;i<argCount-2;++i)wired.push(argTypes[i+2].toWireType(destructors,given[i]));
      var rv=cppInvokerFunc(cppTargetFunc,...wired);
      if(needsDestructorStack)runDestructors(destructors);
      else for(var i=isClassMethodFunc?1:2;i<argTypes.length;++i)
        if(argTypes[i].destructorFunction!==null)argTypes[i].destructorFunction(wired[isClassMethodFunc?i-1:i-2]);
      if(returns)return argTypes[0].fromWireType(rv)};`,
  ],
  [
    'var invokerFunction=newFunc(Function,params)(...args);',
    `var invokerFunction=function(obj,func,destructorsRef,packed){
      var at=0;var given=[];
      for(var i=0;i<argCount;++i){given.push(types[i].readValueFromPointer(packed+at));at+=types[i].argPackAdvance}
      var rv=kind===1?reflectConstruct(func,given):func.call(obj,...given);
      if(!retType.isVoid)return emval_returnValue(retType,destructorsRef,rv)};`,
  ],
];

/** The plugin, for pages and for workers. */
export const NO_EVALUATION: Plugin = {
  name: 'no-evaluation',
  enforce: 'pre',
  load: (id) => (/typebox\/build\/system\/environment\/evaluate\.mjs$/.test(id) ? TYPEBOX : undefined),
  transform: (code, id) => {
    if (!/occt-import-js\/dist\/occt-import-js\.js(\?|$)/.test(id)) return undefined;
    return EMBIND.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`${id}: expected the text "${from.slice(0, 60)} …", found none`);
      return text.replace(from, () => to);
    }, code);
  },
};
