using System.ComponentModel;

namespace Dcgan.Core;

/// <summary>What the processes of a run decide together, outside of the trainer's own calls.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // Call the members on the type that they extend.
public static class ProcessGroupExtensions
{
    extension(IProcessGroup processes)
    {
        /// <summary>
        /// Whether a value is true on any process. Every process must make this call. Use it where each process decides for itself, such
        /// as for Ctrl-C, which may reach the processes at different steps.
        /// </summary>
        /// <param name="value">This process's value.</param>
        /// <returns>The same result on every process.</returns>
        /// <exception cref="ProcessGroupException">Another process has failed or is elsewhere.</exception>
        public bool Any(bool value)
        {
            ArgumentNullException.ThrowIfNull(processes);
            return Ranks.Of(processes).Any(Call.Any, () => value);
        }

        /// <summary>
        /// Runs an action on every process. If it throws on one, it throws on all, so that no process waits for one that has failed.
        /// Every process must make this call.
        /// </summary>
        /// <param name="action">The action of this process. It may use the group and trainers.</param>
        /// <exception cref="ProcessGroupException">
        /// Another process has failed. The first process that failed gets its own exception.
        /// </exception>
        public void RunTogether(Action action)
        {
            ArgumentNullException.ThrowIfNull(processes);
            ArgumentNullException.ThrowIfNull(action);
            Ranks.Of(processes).RunTogether(action);
        }
    }
}
