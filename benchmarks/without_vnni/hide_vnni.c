/* Answers CPUID as an AVX2 processor without VNNI and AVX-512 would.
 *
 * CPUID is no privileged instruction, so nothing can stop a library from asking the processor
 * itself. In a copy of the library each CPUID is replaced by UD2, as long and always a fault; this
 * handler, loaded before everything else, executes CPUID in its place and takes bits out.
 */
#define _GNU_SOURCE
#include <cpuid.h>
#include <signal.h>
#include <ucontext.h>

#define BIT(n) (1u << (n))

/* Intel 64 manual, CPUID leaf 7: AVX-512 in all its parts, VNNI, AMX. */
static const unsigned LEAF_7_EBX = BIT(16) | BIT(17) | BIT(21) | BIT(26) | BIT(27) | BIT(28) | BIT(30) | BIT(31);
static const unsigned LEAF_7_ECX = BIT(1) | BIT(6) | BIT(11) | BIT(12) | BIT(14);
static const unsigned LEAF_7_EDX = BIT(2) | BIT(3) | BIT(8) | BIT(22) | BIT(23) | BIT(24) | BIT(25);
static const unsigned LEAF_7_1_EAX = BIT(4) | BIT(5); /* AVX-VNNI, AVX512_BF16 */
static const unsigned LEAF_7_1_EDX = BIT(4) | BIT(5) | BIT(10); /* AVX-VNNI-INT8, -INT16, NE-CONVERT */

static void answer(int number, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  const unsigned char *at = (const unsigned char *)registers[REG_RIP];
  unsigned leaf = registers[REG_RAX], subleaf = registers[REG_RCX], eax, ebx, ecx, edx;
  (void)info;
  if (at[0] != 0x0f || at[1] != 0x0b) {
    signal(number, SIG_DFL); /* a real fault: let it happen again */
    return;
  }
  __cpuid_count(leaf, subleaf, eax, ebx, ecx, edx);
  if (leaf == 7 && subleaf == 0) {
    ebx &= ~LEAF_7_EBX;
    ecx &= ~LEAF_7_ECX;
    edx &= ~LEAF_7_EDX;
  } else if (leaf == 7 && subleaf == 1) {
    eax &= ~LEAF_7_1_EAX;
    edx &= ~LEAF_7_1_EDX;
  }
  registers[REG_RAX] = eax;
  registers[REG_RBX] = ebx;
  registers[REG_RCX] = ecx;
  registers[REG_RDX] = edx;
  registers[REG_RIP] += 2;
}

__attribute__((constructor)) static void install(void) {
  struct sigaction action = {0};
  action.sa_sigaction = answer;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  sigaction(SIGILL, &action, 0);
}
