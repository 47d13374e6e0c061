/* Wine 8 has no icuuc.dll. These are the 20 functions that Qt6Core.dll imports from it: no converter can be opened. */
#define X __declspec(dllexport)
X void* ucnv_open(const char*n,int*e){ if(e) *e=4; return 0; }
X void ucnv_close(void*c){}
X void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void){}
X void UCNV_TO_U_CALLBACK_SUBSTITUTE(void){}
X void ucnv_reset(void*c){}
X signed char ucnv_getMaxCharSize(void*c){return 4;}
X const char* ucnv_getName(void*c,int*e){ if(e)*e=4; return 0;}
X void ucnv_getToUCallBack(void){}
X void ucnv_getFromUCallBack(void){}
X void ucnv_setToUCallBack(void){}
X void ucnv_setFromUCallBack(void){}
X void ucnv_cbToUWriteUChars(void){}
X void ucnv_toUnicode(void){}
X void ucnv_cbFromUWriteUChars(void){}
X int ucnv_toUCountPending(void*c,int*e){return 0;}
X int ucnv_fromUCountPending(void*c,int*e){return 0;}
X const char* ucnv_getStandardName(const char*n,const char*s,int*e){ if(e)*e=4; return 0;}
X const char* ucnv_getAvailableName(int n){return 0;}
X int ucnv_countAvailable(void){return 0;}
X void ucnv_fromUnicode(void){}
