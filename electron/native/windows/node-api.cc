// Node-API for an addon on Windows, where a library must name the program that its functions come from. That is node.exe in
// one place, and Inkstone.exe in another (Electron exports the same functions). So they are looked up in whatever program loads
// the addon, as node-gyp's delay-load hook does, but without anything of a compiler's own.
// Here stand the functions that tfjs-node's binding calls; one that is missing is an error of the linker.
#include <windows.h>

#define NODE_API(USE)                 \
  USE(napi_create_array_with_length)  \
  USE(napi_create_arraybuffer)        \
  USE(napi_create_int32)              \
  USE(napi_create_int64)              \
  USE(napi_create_object)             \
  USE(napi_create_reference)          \
  USE(napi_create_string_latin1)      \
  USE(napi_create_typedarray)         \
  USE(napi_define_properties)         \
  USE(napi_delete_reference)          \
  USE(napi_get_array_length)          \
  USE(napi_get_boolean)               \
  USE(napi_get_cb_info)               \
  USE(napi_get_element)               \
  USE(napi_get_instance_data)         \
  USE(napi_get_last_error_info)       \
  USE(napi_get_named_property)        \
  USE(napi_get_new_target)            \
  USE(napi_get_typedarray_info)       \
  USE(napi_get_value_bool)            \
  USE(napi_get_value_double)          \
  USE(napi_get_value_int32)           \
  USE(napi_get_value_int64)           \
  USE(napi_get_value_string_utf8)     \
  USE(napi_is_array)                  \
  USE(napi_is_exception_pending)      \
  USE(napi_is_typedarray)             \
  USE(napi_set_element)               \
  USE(napi_set_instance_data)         \
  USE(napi_set_named_property)        \
  USE(napi_throw_error)               \
  USE(napi_typeof)

// Each function is a jump to where the program has it. Arguments stay where the caller put them.
#define FORWARD(name)                         \
  extern "C" {                                \
  FARPROC inkstone_##name;                    \
  }                                           \
  asm(".globl " #name "\n" #name ":\n"        \
      "  jmp *inkstone_" #name "(%rip)\n");
NODE_API(FORWARD)

#define ENTRY(name) {#name, &inkstone_##name},
static const struct {
  const char* name;
  FARPROC* address;
} kFunctions[] = {NODE_API(ENTRY)};

// False makes the loading fail: a program without one of these functions is no Node that can run the addon.
extern "C" BOOL WINAPI DllMain(HINSTANCE, DWORD reason, LPVOID) {
  if (reason != DLL_PROCESS_ATTACH) return TRUE;
  const HMODULE program = GetModuleHandleW(nullptr);
  for (const auto& function : kFunctions) {
    *function.address = GetProcAddress(program, function.name);
    if (*function.address == nullptr) return FALSE;
  }
  return TRUE;
}
